package org.posthorn.storage;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;

/// Everything about an account that is held in memory, at one commit. Immutable: the maps are never changed.
///
/// @param acls of those mailboxes that have another than [Acl#ofOwner]
record AccountState(
        Counters counters,
        Map<MailboxId, Held> mailboxes,
        NavigableMap<MailboxName, MailboxId> names,
        NavigableSet<MailboxName> subscriptions,
        Map<MailboxId, Acl> acls,
        Totals totals) {

    /// Of objects around a row.
    private static final int OVERHEAD = 300;

    /// A mailbox: its row and what it holds.
    record Held(Mailbox mailbox, MailboxState state) {}

    /// The account's counters; all only grow. Stored:
    ///
    ///     account := version u8 = 2, modSeq varint, lastMailbox varint, lastMessage varint,
    ///                lastUidValidity varint, snapshotModSeq varint, logHorizon varint, logOctets varint
    ///
    /// In version 1 there was no horizon: the log was all there. Its entries of that time never count as octets.
    ///
    /// @param modSeq         of the last commit
    /// @param snapshotModSeq all snapshots together with the log behind this are the account
    /// @param toReplay       octets of log behind that; not stored
    record Counters(
            long modSeq,
            int lastMailbox,
            long lastMessage,
            long lastUidValidity,
            long snapshotModSeq,
            long toReplay,
            Log log) {
        private static final int VERSION = 2;

        /// @param horizon the log has every entry with a greater modSeq, and none up to here
        /// @param octets  of its entries that have a time
        record Log(long horizon, long octets) {}

        byte[] toBytes() {
            return new BytesWriter(32)
                    .u8(VERSION)
                    .varint(modSeq)
                    .varint(lastMailbox)
                    .varint(lastMessage)
                    .varint(lastUidValidity)
                    .varint(snapshotModSeq)
                    .varint(log.horizon())
                    .varint(log.octets())
                    .toRow();
        }

        /// With a UIDVALIDITY that was given out otherwise.
        Counters given(long uidValidity) {
            long last = Math.max(lastUidValidity, uidValidity);
            return new Counters(modSeq, lastMailbox, lastMessage, last, snapshotModSeq, toReplay, log);
        }

        static Counters ofBytes(byte[] row) {
            var in = new BytesReader(row);
            int version = in.version(VERSION);
            return new Counters(
                    in.varint(),
                    Math.toIntExact(in.varint()),
                    in.varint(),
                    in.varint(),
                    in.varint(),
                    0,
                    version == 1 ? new Log(0, 0) : new Log(in.varint(), in.varint()));
        }

        /// The same, with so much log behind the last snapshots.
        Counters replaying(long octets) {
            return new Counters(modSeq, lastMailbox, lastMessage, lastUidValidity, snapshotModSeq, octets, log);
        }

        /// The same, with snapshots made now.
        Counters snapshotted() {
            return new Counters(modSeq, lastMailbox, lastMessage, lastUidValidity, modSeq, 0, log);
        }

        /// The same, with another part of the log.
        Counters with(Log kept) {
            return new Counters(modSeq, lastMailbox, lastMessage, lastUidValidity, snapshotModSeq, toReplay, kept);
        }
    }

    /// What all mailboxes hold together. Never stored: every mailbox's row has its own numbers, and this is their
    /// sum, so nothing can drift.
    record Totals(long octets, long messages, int mailboxes) {
        static final Totals NONE = new Totals(0, 0, 0);

        Totals with(Mailbox mailbox) {
            return new Totals(octets + mailbox.size(), messages + mailbox.messages(), mailboxes + 1);
        }

        Totals without(Mailbox mailbox) {
            return new Totals(octets - mailbox.size(), messages - mailbox.messages(), mailboxes - 1);
        }

        /// Whether one more message fits.
        ///
        /// @param more its octets; 0 when that is not known
        boolean hasRoom(QuotaLimits limits, long more) {
            return messages < limits.mostMessages()
                    && octets < limits.mostOctets()
                    && more <= limits.mostOctets() - octets;
        }

        /// Whether this is more of something than before, and more of it than may be: what only moves, is flagged or
        /// goes is never too much, however low the limit was set meanwhile.
        boolean growsBeyond(QuotaLimits limits, Totals before) {
            return messages > before.messages && messages > limits.mostMessages()
                    || octets > before.octets && octets > limits.mostOctets();
        }
    }

    /// An account that has nothing yet.
    static AccountState empty() {
        return new AccountState(
                new Counters(0, 0, 0, 0, 0, 0, new Counters.Log(0, 0)),
                new HashMap<>(),
                new TreeMap<>(),
                Collections.emptyNavigableSet(),
                Map.of(),
                Totals.NONE);
    }

    /// The same, with other counters.
    AccountState with(Counters now) {
        return new AccountState(now, mailboxes, names, subscriptions, acls, totals);
    }

    /// The same, with these lists of rights, as far as their mailboxes are there.
    AccountState sharing(Map<MailboxId, Acl> lists) {
        return of(counters, mailboxes, subscriptions, lists);
    }

    static AccountState of(
            Counters counters,
            Map<MailboxId, Held> mailboxes,
            NavigableSet<MailboxName> subscriptions,
            Map<MailboxId, Acl> acls) {
        var theirs = new HashMap<>(acls);
        theirs.keySet().retainAll(mailboxes.keySet());
        var names = new TreeMap<MailboxName, MailboxId>();
        mailboxes.forEach((id, held) -> names.put(held.mailbox().name(), id));
        return new AccountState(counters, mailboxes, names, new TreeSet<>(subscriptions), theirs, sum(mailboxes));
    }

    private static Totals sum(Map<MailboxId, Held> mailboxes) {
        var sum = Totals.NONE;
        for (var held : mailboxes.values()) {
            sum = sum.with(held.mailbox());
        }
        return sum;
    }

    /// About how many octets this takes in memory.
    long weight() {
        long weight = OVERHEAD;
        for (var held : mailboxes.values()) {
            weight += OVERHEAD
                    + held.mailbox().name().text().length()
                    + held.state().weight();
        }
        long entries =
                acls.values().stream().mapToLong(acl -> acl.entries().size()).sum();
        return weight + OVERHEAD * (subscriptions.size() + entries);
    }

    Optional<Held> held(MailboxId id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    /// Who may do what with one of the account's mailboxes.
    Acl acl(MailboxId id, AccountId owner) {
        return acls.getOrDefault(id, Acl.ofOwner(owner));
    }

    /// The accounts with which something is shared, [Grantee#EVERYBODY] among them.
    Set<Integer> grantees(AccountId owner) {
        var numbers = new TreeSet<Integer>();
        acls.values().forEach(acl -> numbers.addAll(acl.grantees(owner)));
        return numbers;
    }

    Optional<Held> held(MailboxName name) {
        return Optional.ofNullable(names.get(name)).map(mailboxes::get);
    }
}
