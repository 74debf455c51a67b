package org.posthorn.storage;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;

/// Everything about an account that is held in memory, at one commit. Immutable: the maps are never changed.
record AccountState(
        Counters counters,
        Map<MailboxId, Held> mailboxes,
        NavigableMap<MailboxName, MailboxId> names,
        NavigableSet<MailboxName> subscriptions) {

    /// A mailbox: its row and what it holds.
    record Held(Mailbox mailbox, MailboxState state) {}

    /// The account's counters; all only grow. Stored:
    ///
    ///     account := version u8 = 1, modSeq varint, lastMailbox varint, lastMessage varint,
    ///                lastUidValidity varint, snapshotModSeq varint
    ///
    /// @param modSeq         of the last commit
    /// @param snapshotModSeq all snapshots together with the log behind this are the account
    /// @param logBytes       how much log that is; not stored
    record Counters(
            long modSeq, int lastMailbox, long lastMessage, long lastUidValidity, long snapshotModSeq, long logBytes) {
        private static final int VERSION = 1;

        byte[] toBytes() {
            return new BytesWriter(32)
                    .u8(VERSION)
                    .varint(modSeq)
                    .varint(lastMailbox)
                    .varint(lastMessage)
                    .varint(lastUidValidity)
                    .varint(snapshotModSeq)
                    .toRow();
        }

        static Counters ofBytes(byte[] row) {
            var in = new BytesReader(row);
            in.version(VERSION);
            return new Counters(in.varint(), Math.toIntExact(in.varint()), in.varint(), in.varint(), in.varint(), 0);
        }
    }

    /// An account that has nothing yet.
    static AccountState empty() {
        return new AccountState(
                new Counters(0, 0, 0, 0, 0, 0), new HashMap<>(), new TreeMap<>(), Collections.emptyNavigableSet());
    }

    static AccountState of(Counters counters, Map<MailboxId, Held> mailboxes, NavigableSet<MailboxName> subscriptions) {
        var names = new TreeMap<MailboxName, MailboxId>();
        mailboxes.forEach((id, held) -> names.put(held.mailbox().name(), id));
        return new AccountState(counters, mailboxes, names, new TreeSet<>(subscriptions));
    }

    Optional<Held> held(MailboxId id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    Optional<Held> held(MailboxName name) {
        return Optional.ofNullable(names.get(name)).map(mailboxes::get);
    }
}
