package org.posthorn.storage.message;

import org.posthorn.common.mime.MimeStructure;

/// A message as it is kept: parsed once, its header at hand, the rest in the blob.
///
/// @param head      the first bytes of the message: our trace header and the message's own header with its empty line,
/// or, of an
///                  overlong header, its first part; not to be changed
/// @param structure offsets count from the first byte of `head`
/// @param size      octets in all
public record StoredMessage(long messageId, byte[] head, MimeStructure structure, long size, BlobRef blob) {

    /// Where the bytes behind `head` are.
    ///
    /// @param home the account under which the chunks lie
    public record BlobRef(int home, long blobId) {}
}
