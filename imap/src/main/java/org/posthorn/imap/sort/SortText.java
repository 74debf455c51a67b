package org.posthorn.imap.sort;

import java.util.Optional;
import org.posthorn.common.mime.EncodedWord;
import org.posthorn.storage.message.Slice;
import org.posthorn.storage.message.StoredEnvelope.Entry;
import org.posthorn.storage.message.StoredEnvelope.Field;
import org.posthorn.storage.message.StoredEnvelope.Kind;
import org.posthorn.storage.message.StoredMessage;

/// The texts that messages are sorted by, out of their records.
final class SortText {
    private SortText() {}

    /// RFC 5256 §2.1; the store has worked it out.
    static void subject(StoredMessage message, CollationKey key) {
        var columns = message.columnCursor();
        columns.sent(0);
        columns.replyOrForward();
        key.set(columns.baseSubject());
    }

    /// `addr-mailbox` of the first address; of a group, which ENVELOPE shows as one, its name.
    static void mailbox(StoredMessage message, Field field, CollationKey key) {
        key.clear();
        first(message, field).ifPresent(entry -> key.set(mailbox(entry)));
    }

    /// RFC 5957 §3: the name without encoded-words, else the address, else nothing.
    static void display(StoredMessage message, Field field, CollationKey key) {
        key.clear();
        first(message, field).ifPresent(entry -> display(entry, key));
    }

    private static Optional<Entry> first(StoredMessage message, Field field) {
        var root = message.root();
        return root.hasEnvelope() ? root.envelope().first(field) : Optional.empty();
    }

    private static Slice mailbox(Entry entry) {
        return entry.kind() == Kind.GROUP ? entry.name() : entry.local();
    }

    private static void display(Entry entry, CollationKey key) {
        if (entry.kind() == Kind.ADDRESS) {
            name(entry.name(), key);
        }
        if (key.length() == 0) {
            key.set(mailbox(entry));
            if (key.length() > 0 && entry.domain().isPresent()) {
                key.append('@');
                key.append(entry.domain());
            }
        }
    }

    private static void name(Slice name, CollationKey key) {
        if (name.contains("=?")) {
            key.set(EncodedWord.decode(name.toString()));
        } else {
            key.set(name);
        }
    }
}
