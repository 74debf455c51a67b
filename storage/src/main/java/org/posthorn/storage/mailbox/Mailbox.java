package org.posthorn.storage.mailbox;

import java.util.EnumSet;
import java.util.Set;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A mailbox's row: what LIST and STATUS need, without its state. Immutable.
///
/// Stored, without the subscription, which is a row of its own:
///
///     mailbox := version u8 = 1, name text, use u8 (a bit for each, in the order of [SpecialUse]),
///                uidValidity, uidNext, highestModSeq, messages, unseen, deleted, size: varint each
///
/// @param messages how many; like unseen, deleted and size counted in the commit that changes them
/// @param size     octets of all messages
public record Mailbox(
        MailboxId id,
        MailboxName name,
        Set<SpecialUse> use,
        boolean subscribed,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        long messages,
        long unseen,
        long deleted,
        long size) {

    public String objectId() {
        return "F" + Integer.toString(id.value(), 36);
    }

    private static final int VERSION = 1;

    /// The row with the numbers of a state.
    public Mailbox counting(MailboxState state) {
        return new Mailbox(
                id,
                name,
                use,
                subscribed,
                uidValidity,
                state.uidNext(),
                state.highestModSeq(),
                state.uids().count(),
                state.uids().count() - state.with(Flag.SEEN).count(),
                state.with(Flag.DELETED).count(),
                state.size());
    }

    public Mailbox named(MailboxName now, boolean nowSubscribed) {
        return new Mailbox(
                id, now, use, nowSubscribed, uidValidity, uidNext, highestModSeq, messages, unseen, deleted, size);
    }

    public Mailbox used(Set<SpecialUse> now) {
        return new Mailbox(
                id,
                name,
                Set.copyOf(now),
                subscribed,
                uidValidity,
                uidNext,
                highestModSeq,
                messages,
                unseen,
                deleted,
                size);
    }

    /// INBOX is what it is.
    public boolean mayHaveUse() {
        return !name.equals(MailboxName.INBOX);
    }

    public byte[] toBytes() {
        int bits = 0;
        for (var each : use) {
            bits |= 1 << each.ordinal();
        }
        return new BytesWriter()
                .u8(VERSION)
                .text(name.text())
                .u8(bits)
                .varint(uidValidity)
                .varint(uidNext)
                .varint(highestModSeq)
                .varint(messages)
                .varint(unseen)
                .varint(deleted)
                .varint(size)
                .toRow();
    }

    public static Mailbox ofBytes(MailboxId id, byte[] row, Set<MailboxName> subscriptions) {
        var in = new BytesReader(row);
        in.version(VERSION);
        var name = new MailboxName(in.text());
        int bits = in.u8();
        var use = EnumSet.noneOf(SpecialUse.class);
        for (var each : SpecialUse.values()) {
            if ((bits & 1 << each.ordinal()) != 0) {
                use.add(each);
            }
        }
        return new Mailbox(
                id,
                name,
                Set.copyOf(use),
                subscriptions.contains(name),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint());
    }
}
