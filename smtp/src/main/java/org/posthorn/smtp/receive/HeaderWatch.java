package org.posthorn.smtp.receive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Looks at a header while its message passes by: which fields that matter here it has. Holds a field name's first
/// bytes and nothing else, however long the header is; judges nothing and never fails. For one thread.
final class HeaderWatch {
    private static final int LONGEST_NAME = "message-id".length();

    private enum Where {
        NAME,
        REST_OF_LINE,
        BODY
    }

    private final byte[] name = new byte[LONGEST_NAME];
    private int length;
    private Where where = Where.NAME;
    private int received;
    private boolean date;
    private boolean messageId;

    /// Takes the next bytes of the message; the buffer's position stays.
    void accept(ByteBuffer chunk) {
        for (int i = chunk.position(); i < chunk.limit() && where != Where.BODY; i++) {
            accept(chunk.get(i));
        }
    }

    /// How many Received fields there are.
    int received() {
        return received;
    }

    boolean hasDate() {
        return date;
    }

    boolean hasMessageId() {
        return messageId;
    }

    private void accept(byte b) {
        switch (b) {
            case '\n' -> {
                var empty = where == Where.NAME && length == 0;
                where = empty ? Where.BODY : Where.NAME;
                length = 0;
            }
            case '\r' -> {}
            case ':' -> {
                if (where == Where.NAME) {
                    note();
                    where = Where.REST_OF_LINE;
                }
            }
            // A folded line, when first; else space before the colon (RFC 5322 §4.5: obsolete, but read).
            case ' ', '\t' -> where = where == Where.NAME && length > 0 ? Where.NAME : Where.REST_OF_LINE;
            default -> {
                if (where == Where.NAME && length < LONGEST_NAME) {
                    name[length++] = b;
                } else {
                    where = Where.REST_OF_LINE;
                }
            }
        }
    }

    private void note() {
        switch (new String(name, 0, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT)) {
            case "received" -> received++;
            case "date" -> date = true;
            case "message-id" -> messageId = true;
            default -> {}
        }
    }
}
