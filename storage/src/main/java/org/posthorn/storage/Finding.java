package org.posthorn.storage;

import java.util.ArrayList;

/// One thing that a check found wrong.
///
/// @param what     what is there, and what should be; one line for a person
/// @param repaired a repair was asked for, and did it
public record Finding(Damage damage, Where where, String what, boolean repaired) {

    /// Whose it is. Empty or 0: concerns no single one.
    ///
    /// @param account its address; where the directory has none, its number
    /// @param message the number of the message in its account
    public record Where(String account, String mailbox, long uid, long message, Letter letter) {
        static final Where STORE = new Where("", "", 0, 0, Letter.UNKNOWN);

        static Where of(String account) {
            return new Where(account, "", 0, 0, Letter.UNKNOWN);
        }

        Where in(String name) {
            return new Where(account, name, uid, message, letter);
        }

        Where uid(long its) {
            return new Where(account, mailbox, its, message, letter);
        }

        Where message(long number) {
            return new Where(account, mailbox, uid, number, letter);
        }

        Where letter(Letter its) {
            return new Where(account, mailbox, uid, message, its);
        }

        @Override
        public String toString() {
            var parts = new ArrayList<String>();
            parts.add(account.isEmpty() ? "the store" : account);
            if (!mailbox.isEmpty()) {
                parts.add(mailbox + (uid == 0 ? "" : " UID " + uid));
            }
            if (message != 0) {
                parts.add("message " + message + letter);
            }
            return String.join(", ", parts);
        }
    }

    /// By what a person knows the message: fields of its header, shortened, as far as they can be read.
    public record Letter(String subject, String messageId, String date) {
        static final Letter UNKNOWN = new Letter("", "", "");

        @Override
        public String toString() {
            var parts = new ArrayList<String>();
            if (!subject.isEmpty()) {
                parts.add('"' + subject + '"');
            }
            if (!messageId.isEmpty()) {
                parts.add(messageId);
            }
            if (!date.isEmpty()) {
                parts.add(date);
            }
            return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
        }
    }

    /// One line for a person.
    @Override
    public String toString() {
        String fate = repaired ? "repaired: " : damage.fate() == Damage.Fate.MENDED ? "a repair: " : "not repairable: ";
        return where + ": " + what + " [" + damage + "; " + fate + damage.remedy() + "]";
    }
}
