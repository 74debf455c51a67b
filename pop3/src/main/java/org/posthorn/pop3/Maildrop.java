package org.posthorn.pop3;

import java.util.ArrayList;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// The INBOX as it was at login (RFC 1939 §8): message numbers are the places in that state's UIDs, and stay.
/// Nothing is locked: another session may expunge a message meanwhile, which then is gone here too, its
/// number unused.
///
/// Holds two compressed sets and no row, however large the mailbox is (P5). For the connection's command thread.
final class Maildrop implements AutoCloseable {
    /// How many rows are held at once while LIST goes through the mailbox.
    private static final int ROWS = 512;

    private final Account account;
    private final MailboxId inbox;
    private final MailboxState state;
    private Uids deleted = Uids.NONE;
    private long deletedSize;

    private Maildrop(Account account, MailboxId inbox, MailboxState state) {
        this.account = account;
        this.inbox = inbox;
        this.state = state;
    }

    /// @param account closed with the maildrop, also when opening fails
    static Maildrop open(Account account) {
        try {
            var inbox = account.mailbox(MailboxName.INBOX)
                    .orElseThrow(() -> new Refused(Refused.Why.NOT_FOUND, "no INBOX"))
                    .id();
            return new Maildrop(account, inbox, account.state(inbox));
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }

    /// Messages not marked as deleted.
    int count() {
        return state.uids().count() - deleted.count();
    }

    /// Their octets.
    long size() {
        return state.size() - deletedSize;
    }

    /// Whether the number is a message's that is not marked as deleted.
    boolean has(int number) {
        return number >= 1 && number <= state.uids().count() && !deleted.contains(uid(number));
    }

    /// The unique id of a message: the IMAP UID, and the UIDVALIDITY that it is unique under (RFC 1939 §7).
    String uniqueId(long uid) {
        return state.uidValidity() + "." + uid;
    }

    long uid(int number) {
        return state.uids().at(number);
    }

    /// The row of a message, or empty when another session removed it.
    Optional<Placement> placement(int number) {
        return rows(Uids.of(uid(number))).stream().findFirst();
    }

    /// What a listing is given, message by message.
    interface Lister {
        void list(int number, Placement placement) throws PeerGone;
    }

    /// All messages that are there and not marked, ascending.
    void each(Lister lister) throws PeerGone {
        var left = state.uids().minus(deleted);
        while (!left.isEmpty()) {
            var some = left.count() <= ROWS ? left : left.and(Uids.range(left.first(), left.at(ROWS)));
            for (var placement : rows(some)) {
                lister.list(state.uids().rank(placement.uid()), placement);
            }
            left = left.minus(some);
        }
    }

    /// All unique ids, ascending; reads no row, so also of those that another session removed.
    void eachUid(Numbered visitor) throws PeerGone {
        for (var uids = state.uids().minus(deleted).iterator(); uids.hasNext(); ) {
            var uid = uids.nextLong();
            visitor.visit(state.uids().rank(uid), uid);
        }
    }

    interface Numbered {
        void visit(int number, long uid) throws PeerGone;
    }

    private ArrayList<Placement> rows(Uids uids) {
        var rows = new ArrayList<Placement>(uids.count());
        account.placements(inbox, uids, rows::add);
        return rows;
    }

    /// The message, or empty when another session removed it.
    Optional<StoredMessage> message(int number) {
        var found = new StoredMessage[1];
        account.<RuntimeException>messages(inbox, Uids.of(uid(number)), (_, message) -> found[0] = message);
        return Optional.ofNullable(found[0]);
    }

    /// Reads a part of the message, cut at its end.
    <X extends Exception> void read(StoredMessage message, long offset, int length, Account.ChunkConsumer<X> chunks)
            throws X {
        account.read(message, offset, length, chunks);
    }

    void delete(Placement placement) {
        deleted = deleted.or(Uids.of(placement.uid()));
        deletedSize += placement.size();
    }

    /// RSET: nothing is marked any more.
    void undelete() {
        deleted = Uids.NONE;
        deletedSize = 0;
    }

    /// Removes what is marked, in one commit.
    ///
    /// @return how many there were
    /// @throws Refused and all of them are still there
    int update() {
        return deleted.isEmpty() ? 0 : account.expunge(inbox, deleted).count();
    }

    @Override
    public void close() {
        account.close();
    }
}
