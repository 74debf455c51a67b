package org.posthorn.storage.message;

import java.nio.ByteBuffer;

/// A message on its way in: bytes go to the blob in chunks, through the MIME parser in the same pass; nothing
/// is visible until it is delivered or appended. For one thread. Closed without delivery, it leaves only
/// chunks for the sweeper.
public interface IncomingMessage extends AutoCloseable {

    /// Takes what remains in the buffer.
    ///
    /// @throws org.posthorn.storage.Refused TOO_BIG beyond the store's message limit, DISK_FULL
    void write(ByteBuffer chunk);

    /// Octets so far.
    long size();

    /// No more bytes follow.
    void finish();

    @Override
    void close();
}
