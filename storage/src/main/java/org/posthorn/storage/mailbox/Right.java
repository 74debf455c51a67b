package org.posthorn.storage.mailbox;

import java.util.Arrays;
import java.util.Optional;

/// What somebody may do with a mailbox (RFC 4314 §2.1), in the order in which rights are told.
public enum Right {
    /// To see that it is there.
    LOOKUP('l'),
    /// To select it and read its messages.
    READ('r'),
    /// To set and take `\Seen`, one's own.
    SEEN('s'),
    /// To set and take flags other than `\Seen` and `\Deleted`.
    WRITE('w'),
    /// To append and copy messages into it.
    INSERT('i'),
    /// To send mail to it; IMAP enforces nothing.
    POST('p'),
    /// To make mailboxes below it.
    CREATE('k'),
    /// To delete the mailbox, or rename it.
    DELETE('x'),
    /// To set and take `\Deleted`.
    DELETE_MESSAGES('t'),
    EXPUNGE('e'),
    /// To see and change who may do what.
    ADMINISTER('a');

    private final char letter;

    Right(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /// The right whose letter this is; empty for the obsolete ones, which stand for several ([Rights#parse]).
    static Optional<Right> of(int letter) {
        return Arrays.stream(values()).filter(right -> right.letter == letter).findFirst();
    }

    /// What is needed to set or take a flag (RFC 4314 §4).
    public static Right toChange(Flag flag) {
        if (flag.equals(Flag.SEEN)) {
            return SEEN;
        }
        return flag.equals(Flag.DELETED) ? DELETE_MESSAGES : WRITE;
    }
}
