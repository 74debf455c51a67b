package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.posthorn.storage.Account;
import org.posthorn.storage.message.Slice;
import org.posthorn.storage.message.StoredMessage;

/// The bytes of one message.
public interface MessageBytes {

    /// Gives the bytes `[from, to)` in order, in chunks.
    ///
    /// @throws org.posthorn.storage.Refused DAMAGED, NOT_FOUND, before the first chunk or behind any
    <X extends Exception> void read(long from, long to, Account.ChunkConsumer<X> chunks) throws X;

    /// The bytes `[from, to)`, if they are at hand; else nothing.
    default Slice atHand(long from, long to) {
        return Slice.ABSENT;
    }

    /// Of a stored message: what its head holds comes from there, the blob is opened for the rest only.
    ///
    /// @param ahead the bytes behind the head, if they have been read already
    static MessageBytes of(Account account, StoredMessage message, Optional<byte[]> ahead) {
        var head = message.head();
        return new MessageBytes() {
            @Override
            public Slice atHand(long from, long to) {
                return to <= head.length()
                        ? new Slice(head.bytes(), head.from() + (int) from, head.from() + (int) to)
                        : Slice.ABSENT;
            }

            @Override
            public <X extends Exception> void read(long from, long to, Account.ChunkConsumer<X> chunks) throws X {
                int headEnd = head.length();
                if (to <= headEnd) {
                    chunks.accept(head.buffer((int) from, (int) to));
                } else if (ahead.isPresent()) {
                    int start = (int) Math.min(from, headEnd);
                    if (start < headEnd) {
                        chunks.accept(head.buffer(start, headEnd));
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
                int headEnd = head.length();
                var first = head.buffer((int) from, headEnd);
                account.<X>read(message, headEnd, to - headEnd, chunk -> {
                    if (first.hasRemaining()) {
                        chunks.accept(first);
                        first.position(first.limit());
                    }
                    chunks.accept(chunk);
                });
            }
        };
    }
}
