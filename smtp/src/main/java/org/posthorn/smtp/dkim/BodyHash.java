package org.posthorn.smtp.dkim;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The SHA-256 of a canonical body (RFC 6376 §3.4.3, §3.4.4, §3.7), computed while the body passes by. Of empty lines
/// only the number is kept, since they count only if something follows. For one thread.
final class BodyHash {
    private final Canonicalization canonicalization;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[4_096];
    private int buffered;
    private final long limit;
    private long length;

    private boolean space;
    private boolean cr;
    private long emptyLines;
    private boolean started;

    /// @param limit how many octets count (`l=`), of the canonical form
    BodyHash(Canonicalization canonicalization, long limit) {
        this.canonicalization = canonicalization;
        this.limit = limit;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The buffer's position stays.
    void update(ByteBuffer chunk) {
        for (int i = chunk.position(); i < chunk.limit(); i++) {
            update(chunk.get(i));
        }
    }

    private void update(byte b) {
        if (cr) {
            cr = false;
            if (b == '\n') {
                space = false; // at the end of a line
                emptyLines++;
                return;
            }
            content((byte) '\r'); // one that ends no line
        }
        if (b == '\r') {
            cr = true;
        } else if (canonicalization == Canonicalization.RELAXED && (b == ' ' || b == '\t')) {
            space = true;
        } else {
            content(b);
        }
    }

    private void content(byte b) {
        for (; emptyLines > 0; emptyLines--) {
            crlf();
        }
        if (space) {
            emit((byte) ' ');
            space = false;
        }
        emit(b);
        started = true;
    }

    private void crlf() {
        emit((byte) '\r');
        emit((byte) '\n');
    }

    private void emit(byte b) {
        if (length++ < limit) {
            buffer[buffered++] = b;
            if (buffered == buffer.length) {
                flush();
            }
        }
    }

    private void flush() {
        digest.update(buffer, 0, buffered);
        buffered = 0;
    }

    /// Ends the body; nothing may follow.
    byte[] finish() {
        if (cr) {
            cr = false;
            content((byte) '\r');
        }
        // Trailing empty lines are one end of line, a missing one is there; an empty body has one only when simple.
        if (started || canonicalization == Canonicalization.SIMPLE) {
            crlf();
        }
        flush();
        return digest.digest();
    }

    /// How long the canonical body is, counted or not. Behind [#finish()].
    long length() {
        return length;
    }
}
