package org.posthorn.common.mime;

/// The structure of one message: its part tree, every part with its place in the bytes.
///
/// @param root the message itself as a part: its header is the message's header
public record MimeStructure(Part root) {

    /// The structure after `by` bytes of header fields were put above the message: they become part of its
    /// header, so the root still starts at 0, and everything else moves.
    public MimeStructure shifted(long by) {
        return new MimeStructure(root.shifted(by).startingAt(root.headerStart()));
    }
}
