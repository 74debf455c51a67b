package org.posthorn.common.config;

import java.util.List;

/// What is refused for being too much.
///
/// @param messageSize the largest message, for SMTP and IMAP APPEND alike, so that what one took the other takes too
public record Limits(ByteSize messageSize) {
    private static final ByteSize SMALLEST = ByteSize.parse("64 KiB");
    private static final ByteSize LARGEST = ByteSize.parse("2047 MiB"); // IMAP sizes were 32 bits (RFC 3501 §9)

    static final Key<ByteSize> MESSAGE_SIZE = Key.of(
            "message_size",
            Form.SIZE.where(
                    size -> size.compareTo(SMALLEST) >= 0 && size.compareTo(LARGEST) <= 0,
                    "must be " + SMALLEST + " to " + LARGEST),
            "50 MiB",
            "The largest message taken, by SMTP and by IMAP alike.");

    static final Section SECTION = new Section("limits", "", List.of(MESSAGE_SIZE));

    static Limits of(Values values) {
        return new Limits(values.get(MESSAGE_SIZE));
    }
}
