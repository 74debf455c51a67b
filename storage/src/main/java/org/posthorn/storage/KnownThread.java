package org.posthorn.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// What is known of a Message-ID: the thread of the message that has it. Stored under the id's hash:
///
///     thread := version u8 = 1, thread varint, message varint
///
/// @param thread  the number of the thread's first message
/// @param message the newest message with this Message-ID; when it is deleted for good, so is the row
record KnownThread(long thread, long message) {
    private static final int VERSION = 1;

    /// The first eight bytes of the id's SHA-256: two ids with one hash would only share a thread.
    static long hash(String messageId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.UTF_8));
            return new BytesReader(digest).u64();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] toBytes() {
        return new BytesWriter(24).u8(VERSION).varint(thread).varint(message).toRow();
    }

    static KnownThread ofBytes(byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        return new KnownThread(in.varint(), in.varint());
    }
}
