package org.posthorn.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.SpecialUse;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.IncomingMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// One account's mail. Every change returns when it is on the disk (P1), and is seen by readers only then. Thread-safe:
/// changes go through the account's single writer, readers see immutable states.
///
/// Methods that change throw [Refused]; one that does changed nothing.
public final class Account implements AutoCloseable {

    public AccountId id() {
        throw new UnsupportedOperationException();
    }

    // ---- mailboxes

    /// All of them, in the order of their names.
    public List<Mailbox> mailboxes() {
        throw new UnsupportedOperationException();
    }

    public Optional<Mailbox> mailbox(MailboxName name) {
        throw new UnsupportedOperationException();
    }

    public Optional<Mailbox> mailbox(MailboxId id) {
        throw new UnsupportedOperationException();
    }

    /// Makes the mailbox and its missing parents. UIDVALIDITY is new, whatever had the name before.
    ///
    /// @throws Refused EXISTS; FORBIDDEN for a use that another mailbox has
    public Mailbox create(MailboxName name, Set<SpecialUse> use) {
        throw new UnsupportedOperationException();
    }

    /// Deletes the mailbox and its messages, not its children.
    ///
    /// @throws Refused NOT_FOUND; FORBIDDEN for INBOX; IN_USE never
    public void delete(MailboxName name) {
        throw new UnsupportedOperationException();
    }

    /// Renames the mailbox and everything below it in one commit, making missing parents of the new name. INBOX moves
    /// its messages into the new mailbox and stays, empty (RFC 9051 §6.3.6).
    ///
    /// @throws Refused NOT_FOUND, EXISTS, FORBIDDEN (below itself)
    public void rename(MailboxName from, MailboxName to) {
        throw new UnsupportedOperationException();
    }

    /// Subscriptions are names, of mailboxes that exist or not (RFC 9051 §6.3.7).
    public Set<MailboxName> subscriptions() {
        throw new UnsupportedOperationException();
    }

    public void subscribe(MailboxName name) {
        throw new UnsupportedOperationException();
    }

    public void unsubscribe(MailboxName name) {
        throw new UnsupportedOperationException();
    }

    // ---- what a mailbox holds

    /// The state as of the last durable commit; cheap, to be asked again for a newer one.
    ///
    /// @throws Refused NOT_FOUND when the mailbox is gone
    public MailboxState state(MailboxId mailbox) {
        throw new UnsupportedOperationException();
    }

    /// Visits the placements of those UIDs that exist, ascending. Reads rows in bulk.
    public void placements(MailboxId mailbox, Uids uids, Consumer<Placement> visitor) {
        throw new UnsupportedOperationException();
    }

    /// What a visit of messages is given, one after the other.
    public interface MessageVisitor<X extends Exception> {
        void visit(Placement placement, StoredMessage message) throws X;
    }

    /// Visits the messages of those UIDs that exist, ascending, without opening blobs.
    public <X extends Exception> void messages(MailboxId mailbox, Uids uids, MessageVisitor<X> visitor) throws X {
        throw new UnsupportedOperationException();
    }

    /// Takes chunks of a message in order.
    public interface ChunkConsumer<X extends Exception> {
        /// @param chunk read-only, valid during the call
        void accept(java.nio.ByteBuffer chunk) throws X;
    }

    /// Reads bytes `[offset, offset + length)` of the message, cut at its end, in chunks of at most 64 KiB.
    ///
    /// @throws Refused DAMAGED, NOT_FOUND (expunged meanwhile and swept)
    public <X extends Exception> void read(StoredMessage message, long offset, long length, ChunkConsumer<X> chunks)
            throws X {
        throw new UnsupportedOperationException();
    }

    // ---- changes of messages

    /// A new message of this account's own, for [#append].
    public IncomingMessage receive() {
        throw new UnsupportedOperationException();
    }

    /// What a message was given.
    public record Appended(long uidValidity, Uids uids) {}

    /// One thing of an APPEND.
    public record Append(IncomingMessage message, Set<Flag> flags, Instant internalDate) {}

    /// Appends finished messages in one commit: all or none.
    public Appended append(MailboxId mailbox, List<Append> messages) {
        throw new UnsupportedOperationException();
    }

    /// @param state     what the mailbox is after the change (and whatever else was committed by then)
    /// @param changed   the messages whose flags are others now
    public record Stored(MailboxState state, Uids changed) {}

    /// Changes flags in one commit; UIDs that do not exist are passed over.
    public Stored store(MailboxId mailbox, Uids uids, FlagChange change) {
        throw new UnsupportedOperationException();
    }

    /// `from` and `to` have the same length and correspond in ascending order (RFC 4315 §3).
    public record Copied(long uidValidity, Uids from, Uids to) {}

    /// Copies in one commit, flags and dates kept, no bytes moved; UIDs that do not exist are passed over.
    public Copied copy(MailboxId from, Uids uids, MailboxId to) {
        throw new UnsupportedOperationException();
    }

    /// Copies and expunges in one commit.
    public Copied move(MailboxId from, Uids uids, MailboxId to) {
        throw new UnsupportedOperationException();
    }

    /// Expunges those of the UIDs that exist, whatever their flags.
    ///
    /// @return those that did
    public Uids expunge(MailboxId mailbox, Uids uids) {
        throw new UnsupportedOperationException();
    }

    /// Expunges those of the UIDs that have `\Deleted` at the moment of the commit (RFC 9051 §6.4.3, §6.4.9).
    public Uids expungeDeleted(MailboxId mailbox, Uids uids) {
        throw new UnsupportedOperationException();
    }

    // ---- events

    /// A standing interest in changes; closed when it ends.
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// Calls back after each durable change in the mailbox (or its deletion or renaming), in commit order, from the
    /// committer's
    /// side: the callback must only hand over (for example `connection.post`) and return at once.
    public Watch watch(MailboxId mailbox, Runnable changed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
