package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.posthorn.storage.Account;
import org.posthorn.storage.message.StoredMessage;

/// The bytes of one message.
public interface MessageBytes {

    /// Gives the bytes `[from, to)` in order, in chunks.
    ///
    /// @throws org.posthorn.storage.Refused DAMAGED, NOT_FOUND, before the first chunk or behind any
    <X extends Exception> void read(long from, long to, Account.ChunkConsumer<X> chunks) throws X;

    /// Of a stored message: what its head holds comes from there, the blob is opened for the rest only.
    ///
    /// @param ahead the bytes behind the head, if they have been read already
    static MessageBytes of(Account account, StoredMessage message, Optional<byte[]> ahead) {
        return new MessageBytes() {
            @Override
            public <X extends Exception> void read(long from, long to, Account.ChunkConsumer<X> chunks) throws X {
                long headEnd = message.head().length;
                if (to <= headEnd) {
                    chunks.accept(ByteBuffer.wrap(message.head(), (int) from, (int) (to - from)));
                } else if (ahead.isPresent()) {
                    int start = (int) Math.min(from, headEnd);
                    if (start < headEnd) {
                        chunks.accept(ByteBuffer.wrap(message.head(), start, (int) headEnd - start));
                    }
                    int behind = (int) Math.max(0, from - headEnd);
                    chunks.accept(ByteBuffer.wrap(ahead.get(), behind, (int) (to - headEnd) - behind));
                } else if (from >= headEnd) {
                    account.read(message, from, to - from, chunks);
                } else {
                    readOn(from, to, chunks);
                }
            }

            /// The head goes out only when the blob has answered, so a blob that is gone is known in time.
            private <X extends Exception> void readOn(long from, long to, Account.ChunkConsumer<X> chunks) throws X {
                long headEnd = message.head().length;
                var head = ByteBuffer.wrap(message.head(), (int) from, (int) (headEnd - from));
                account.<X>read(message, headEnd, to - headEnd, chunk -> {
                    if (head.hasRemaining()) {
                        chunks.accept(head);
                        head.position(head.limit());
                    }
                    chunks.accept(chunk);
                });
            }
        };
    }
}
