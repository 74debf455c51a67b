package org.posthorn.storage;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.blob.BlobReader;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.SpecialUse;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.IncomingMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.Preview;
import org.posthorn.storage.message.StoredMessage;

/// One account's mail. Every change returns when it is on the disk (P1), and is seen by readers only then. Thread-safe:
/// changes go through the account's single writer, readers see immutable states.
///
/// Methods that change throw [Refused]; one that does changed nothing.
///
/// Another user than the owner has an `Account` of his own for it: `\Seen` in it is his, and a mailbox that he may not
/// read is as if it were not there. What else his rights ([#sharing]) let him do, whoever acts for him sees to.
public final class Account implements AutoCloseable {
    private static final byte[] NOTHING = {1};

    private final AccountWriter writer;
    private final Accounts accounts;
    private final Engine engine;
    private final Sweeper sweeper;
    private final long messageSize;
    private final PlacementReader rows;
    private final MessageReader messages;
    private final MailboxHistory history;
    private final DeletedMail deleted;
    private final Annotations annotations;
    private final AccessKeys accessKeys;
    private final AccountId user;
    private final Sharing sharing;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Takes the writer over: it is released when this is closed.
    ///
    /// @param user as whom it is used: the owner, or another with whom mailboxes are shared
    Account(AccountWriter writer, AccountId user, Accounts accounts, Engine engine, Sweeper sweeper, long messageSize) {
        this.writer = writer;
        this.accounts = accounts;
        this.engine = engine;
        this.sweeper = sweeper;
        this.messageSize = messageSize;
        this.rows = new PlacementReader(engine, writer.scope());
        this.messages = new MessageReader(engine, writer.scope(), rows);
        this.history = new MailboxHistory(engine, writer, rows);
        this.deleted = new DeletedMail(engine, writer);
        this.annotations = new Annotations(engine, writer);
        this.accessKeys = new AccessKeys(engine, writer);
        this.user = user;
        this.sharing = new Sharing(writer, user);
    }

    public AccountId id() {
        return writer.id();
    }

    /// What it holds and may hold, as of the last durable commit.
    public Quota quota() {
        return Quota.of(writer.published().totals(), writer.limits());
    }

    /// An object's name for this user (RFC 8474): numbers are the account's own, so another user, who has some of his
    /// own, is told the account too.
    public String objectId(String own) {
        return isOwner() ? own : "A" + Integer.toString(id().value(), 36) + "-" + own;
    }

    // ---- mailboxes

    /// All of them, in the order of their names.
    public List<Mailbox> mailboxes() {
        var state = writer.published();
        return state.names().values().stream()
                .map(id -> seen(state.mailboxes().get(id)))
                .toList();
    }

    /// All of them, what they hold, and the subscriptions, as of the last durable commit; costs nothing.
    public MailboxList list() {
        return new MailboxList(writer.published());
    }

    public Optional<Mailbox> mailbox(MailboxName name) {
        return writer.published().held(name).map(this::seen);
    }

    public Optional<Mailbox> mailbox(MailboxId id) {
        return writer.published().held(id).map(this::seen);
    }

    /// Makes the mailbox and its missing parents. UIDVALIDITY is new, whatever had the name before.
    ///
    /// @throws Refused EXISTS; FORBIDDEN for a use that another mailbox has; OVER_QUOTA beyond 10,000 mailboxes
    public Mailbox create(MailboxName name, Set<SpecialUse> use) {
        return writer.change(draft -> mailboxes(draft).create(name, use));
    }

    /// Deletes the mailbox and its messages, not its children.
    ///
    /// @throws Refused NOT_FOUND; FORBIDDEN for INBOX; IN_USE never
    public void delete(MailboxName name) {
        writer.changeOfRows(draft -> {
            mailboxes(draft).delete(name);
            return name;
        });
        sweeper.soon(id());
    }

    /// Renames the mailbox and everything below it in one commit, making missing parents of the new name. INBOX moves
    /// its messages into the new mailbox and stays, empty (RFC 9051 §6.3.6).
    ///
    /// @throws Refused NOT_FOUND, EXISTS, FORBIDDEN (below itself)
    public void rename(MailboxName from, MailboxName to) {
        writer.changeOfRows(draft -> {
            mailboxes(draft).rename(from, to);
            if (from.equals(MailboxName.INBOX)) {
                // RFC 5464 §4.1: INBOX stays, and keeps its annotations.
                new AnnotationChanges(draft, engine).copy(mailbox(from, draft), mailbox(to, draft));
            }
            return to;
        });
    }

    /// Subscriptions are names, of mailboxes that exist or not (RFC 9051 §6.3.7).
    public Set<MailboxName> subscriptions() {
        return Collections.unmodifiableSet(writer.published().subscriptions());
    }

    public void subscribe(MailboxName name) {
        writer.change(draft -> {
            mailboxes(draft).subscribe(name);
            return name;
        });
    }

    public void unsubscribe(MailboxName name) {
        writer.change(draft -> {
            mailboxes(draft).unsubscribe(name);
            return name;
        });
    }

    /// What clients have attached to mailboxes, and to the server.
    public Annotations annotations() {
        return annotations;
    }

    /// The user's rights, and who else has some.
    public Sharing sharing() {
        return sharing;
    }

    /// Whether its user is the owner.
    public boolean isOwner() {
        return user.equals(id());
    }

    /// The one place where a state becomes the user's.
    private MailboxState stateSeen(Held held) {
        return isOwner() ? held.state() : held.state().as(user);
    }

    private Mailbox seen(Held held) {
        return isOwner() ? held.mailbox() : held.mailbox().counting(stateSeen(held));
    }

    /// @throws Refused NOT_FOUND: the user is another, and may not read it
    private void requireReadable(MailboxId mailbox) {
        if (!isOwner() && !sharing.rights(mailbox).has(Right.READ)) {
            throw Draft.noSuchMailbox();
        }
    }

    /// By which URLs of mailboxes are signed.
    public AccessKeys accessKeys() {
        return accessKeys;
    }

    // ---- what a mailbox holds

    /// The state as of the last durable commit; cheap, to be asked again for a newer one.
    ///
    /// @throws Refused NOT_FOUND when the mailbox is gone
    public MailboxState state(MailboxId mailbox) {
        requireReadable(mailbox);
        return writer.published().held(mailbox).map(this::stateSeen).orElseThrow(Draft::noSuchMailbox);
    }

    /// Tells the MODSEQ of messages (RFC 7162 §3.1), as of a state. Valid as long as its account is open.
    public interface ModSeqs {
        /// @param placement read after this was asked for
        long of(Placement placement);
    }

    /// Costs the reading of the log at the first time, and then of what was added to it.
    public ModSeqs modSeqs(MailboxState state) {
        return history.modSeqs(state);
    }

    /// What a visit of MODSEQs is given.
    public interface ModSeqVisitor<X extends Exception> {
        void visit(long uid, long modSeq) throws X;
    }

    /// Visits the MODSEQs of those UIDs that exist, ascending, as of a state. Rows are read only of messages
    /// whose flags were not changed for long.
    public <X extends Exception> void modSeqs(MailboxState state, Uids uids, ModSeqVisitor<X> visitor) throws X {
        history.modSeqs(state, uids, visitor);
    }

    /// What became of a mailbox's messages since a MODSEQ.
    ///
    /// @param changed  those that are there, and arrived or had flags changed since
    /// @param vanished those that went since, among them some that came since; as far as the log goes
    /// @param whole    whether the log goes so far: otherwise more may have vanished
    public record ChangesSince(Uids changed, Uids vanished, boolean whole) {}

    /// Reads the log from there on; where it does not go so far, every placement of the mailbox.
    ///
    /// @param state up to which
    public ChangesSince changesSince(MailboxState state, long modSeq) {
        return history.since(state, modSeq, _ -> true);
    }

    /// Visits the placements of those UIDs that exist, ascending. Reads rows in bulk.
    public void placements(MailboxId mailbox, Uids uids, Consumer<Placement> visitor) {
        requireReadable(mailbox);
        rows.read(mailbox, uids, visitor);
    }

    /// What a visit of messages is given, one after the other.
    public interface MessageVisitor<X extends Exception> {
        void visit(Placement placement, StoredMessage message) throws X;
    }

    /// Visits the messages of those UIDs that exist, ascending, without opening blobs.
    public <X extends Exception> void messages(MailboxId mailbox, Uids uids, MessageVisitor<X> visitor) throws X {
        requireReadable(mailbox);
        messages.read(mailbox, uids, visitor);
    }

    /// Takes chunks of a message in order.
    public interface ChunkConsumer<X extends Exception> {
        /// @param chunk read-only, valid during the call
        void accept(ByteBuffer chunk) throws X;
    }

    /// Reads bytes `[offset, offset + length)` of the message, cut at its end, in chunks of at most 64 KiB.
    ///
    /// @throws Refused DAMAGED, NOT_FOUND (expunged meanwhile and swept)
    public <X extends Exception> void read(StoredMessage message, long offset, long length, ChunkConsumer<X> chunks)
            throws X {
        long start = Math.clamp(offset, 0, message.size());
        long end = length >= message.size() - start ? message.size() : start + Math.max(0, length);
        var head = message.head();
        int inHead = (int) Math.min(end, head.length());
        for (int from = (int) Math.min(start, inHead); from < inHead; from += BlobReader.CHUNK) {
            chunks.accept(head.buffer(from, Math.min(inHead, from + BlobReader.CHUNK)));
        }
        if (end > head.length()) {
            readBlob(message, Math.max(start, head.length()) - head.length(), end - head.length(), chunks);
        }
    }

    /// The first words of a message, read from its bytes where its record has none.
    ///
    /// @throws Refused DAMAGED, NOT_FOUND (expunged meanwhile and swept)
    public String preview(StoredMessage message) {
        if (message.preview().isPresent()) {
            return message.preview().toString();
        }
        return Preview.part(message.root())
                .map(part -> {
                    int length = (int) Math.min(part.bodySize(), Preview.MOST_READ);
                    var content = ByteBuffer.allocate(length);
                    this.<RuntimeException>read(message, part.bodyStart(), length, content::put);
                    return Preview.of(part, content.flip());
                })
                .orElse("");
    }

    /// Reads ahead: the bytes behind the heads of messages, all at once, of those where they are at most 64 KiB.
    ///
    /// @return by message id, without those that are larger, and those that can't be read: [#read] says why
    public Map<Long, byte[]> bodies(List<StoredMessage> messages) {
        var bodies = new HashMap<Long, byte[]>();
        var byHome = messages.stream()
                .filter(message -> message.blobSize() > 0 && message.blobSize() <= BlobReader.CHUNK)
                .collect(Collectors.groupingBy(message -> message.blob().home()));
        byHome.forEach((home, some) -> {
            var ids = some.stream().map(message -> message.blob().blobId()).toList();
            var found = new BlobReader(engine).small(Scope.account(home), ids);
            for (var message : some) {
                byte[] body = found.get(message.blob().blobId());
                if (body != null && body.length == message.blobSize()) {
                    bodies.put(message.messageId(), body);
                }
            }
        });
        return bodies;
    }

    private <X extends Exception> void readBlob(StoredMessage message, long from, long to, ChunkConsumer<X> chunks)
            throws X {
        var home = Scope.account(message.blob().home());
        long blobId = message.blob().blobId();
        var reader = new BlobReader(engine);
        try {
            reader.read(home, blobId, from, to, chunks::accept);
        } catch (Refused e) {
            var ref = Keys.blobRef(blobId, id().value(), message.messageId());
            if (e.why() == Refused.Why.NOT_FOUND
                    && engine.get(home, Table.ACCOUNT, ref).isPresent()) {
                throw new Refused(Refused.Why.DAMAGED, "message " + message.messageId() + ": " + e.getMessage());
            }
            throw e;
        }
    }

    // ---- changes of messages

    /// A new message of this account's own, for [#append].
    public IncomingMessage receive() {
        return MailStore.receive(accounts.acquire(id()), accounts, engine, messageSize);
    }

    /// What a message was given.
    public record Appended(long uidValidity, Uids uids) {}

    /// One thing of an APPEND.
    public record Append(IncomingMessage message, Set<Flag> flags, Instant internalDate) {}

    /// Appends finished messages in one commit: all or none.
    ///
    /// @throws Refused NOT_FOUND; OVER_QUOTA when the account would hold more than it may
    public Appended append(MailboxId mailbox, List<Append> messages) {
        var arrived =
                messages.stream().map(each -> (ReceivedMessage) each.message()).toList();
        if (!arrived.stream().allMatch(message -> message.home().id().equals(id()))) {
            throw new IllegalArgumentException("a message of another account");
        }
        var builtOn =
                arrived.stream().flatMap(message -> message.builtOn().stream()).toList();
        var appended = writer.change(draft -> append(draft, mailbox, messages), builtOn);
        arrived.forEach(ReceivedMessage::kept);
        return appended;
    }

    /// Expunges a message and appends a finished one, in one commit.
    ///
    /// @throws Refused NOT_FOUND when the message to replace is gone
    public Appended replace(MailboxId from, long uid, MailboxId to, Append message) {
        var arrived = (ReceivedMessage) message.message();
        if (!arrived.home().id().equals(id())) {
            throw new IllegalArgumentException("a message of another account");
        }
        var appended = writer.changeOfRows(
                draft -> {
                    // First what goes: the space that it leaves counts for what comes.
                    if (messages(draft).expunge(from, Uids.of(uid)).isEmpty()) {
                        throw new Refused(Refused.Why.NOT_FOUND, "the message to replace is gone");
                    }
                    return append(draft, to, List.of(message));
                },
                arrived.builtOn());
        arrived.kept();
        sweeper.soon(id());
        return appended;
    }

    private Appended append(Draft draft, MailboxId mailbox, List<Append> messages) {
        long uidValidity = draft.require(mailbox).state().uidValidity();
        if (messages.isEmpty()) {
            return new Appended(uidValidity, Uids.NONE);
        }
        var arrivals = messages.stream()
                .map(each ->
                        ((ReceivedMessage) each.message()).withTrace(new byte[0], each.flags(), each.internalDate()))
                .toList();
        var placed = messages(draft).add(mailbox, arrivals);
        for (int i = 0; i < arrivals.size(); i++) {
            var blob = arrivals.get(i).blob();
            if (!blob.isNone()) {
                byte[] ref = Keys.blobRef(
                        blob.blobId(), id().value(), placed.messageIds().get(i));
                draft.batch().put(Table.ACCOUNT, ref, NOTHING);
            }
            ((ReceivedMessage) messages.get(i).message()).finishBlob(draft.batch());
        }
        return new Appended(uidValidity, placed.uids());
    }

    /// @param state     what the mailbox is after the change (and whatever else was committed by then)
    /// @param changed   the messages whose flags are others now
    public record Stored(MailboxState state, Uids changed) {}

    /// Changes flags in one commit; UIDs that do not exist are passed over.
    public Stored store(MailboxId mailbox, Uids uids, FlagChange change) {
        var stored = writer.change(draft -> {
            var changed = messages(draft).store(mailbox, uids, change);
            return new Stored(stateSeen(draft.require(mailbox)), changed);
        });
        var newest = writer.published().held(mailbox).map(this::stateSeen);
        return new Stored(newest.orElse(stored.state()), stored.changed());
    }

    /// @param modified the messages that were changed since the MODSEQ, and are left as they are
    public record StoredIf(Stored stored, Uids modified) {}

    /// Changes flags of those messages that were not changed behind a MODSEQ (RFC 7162 §3.1.3), in one commit. Adding
    /// and removing flags is stopped only by changes of the same flags (§3.1.12), as far as the log goes.
    public StoredIf storeUnchangedSince(MailboxId mailbox, Uids uids, FlagChange change, long modSeq) {
        // Nothing is on its way while rows are read, so that no change is missed.
        var stored = writer.changeOfRows(draft -> {
            var state = stateSeen(draft.require(mailbox));
            var modified = history.modifiedSince(state, change, modSeq).and(uids);
            var changed = messages(draft).store(mailbox, uids.minus(modified), change);
            return new StoredIf(new Stored(stateSeen(draft.require(mailbox)), changed), modified);
        });
        var newest = writer.published().held(mailbox).map(this::stateSeen);
        return new StoredIf(
                new Stored(
                        newest.orElse(stored.stored().state()), stored.stored().changed()),
                stored.modified());
    }

    /// `from` and `to` have the same length and correspond in ascending order (RFC 4315 §3).
    public record Copied(long uidValidity, Uids from, Uids to) {}

    /// Copies in one commit, flags and dates kept, no bytes moved; UIDs that do not exist are passed over.
    ///
    /// @throws Refused NOT_FOUND; OVER_QUOTA when the account would hold more than it may
    public Copied copy(MailboxId from, Uids uids, MailboxId to) {
        return copy(from, uids, this, to, Rights.ALL);
    }

    /// Copies into a mailbox of this or another account, in one commit.
    ///
    /// @param within flags that these rights do not let set are left out
    /// @throws Refused NOT_FOUND; OVER_QUOTA when `into` would hold more than it may
    public Copied copy(MailboxId from, Uids uids, Account into, MailboxId to, Rights within) {
        requireReadable(from);
        return into.id().equals(id())
                ? writer.changeOfRows(draft -> messages(draft).copy(from, uids, to, within))
                : new CopyAcross(engine, writer, into.writer, user).copy(from, uids, to, within);
    }

    /// Copies and expunges in one commit.
    public Copied move(MailboxId from, Uids uids, MailboxId to) {
        return move(from, uids, this, to, Rights.ALL);
    }

    /// Copies and expunges: within the account in one commit. Into another one the copies are on the disk before the
    /// originals go, so that a crash in between leaves both.
    public Copied move(MailboxId from, Uids uids, Account into, MailboxId to, Rights within) {
        if (into.id().equals(id())) {
            requireReadable(from);
            return writer.changeOfRows(draft -> messages(draft).move(from, uids, to, within));
        }
        var copied = copy(from, uids, into, to, within);
        expunge(from, copied.from());
        return copied;
    }

    /// Expunges those of the UIDs that exist, whatever their flags.
    ///
    /// @return those that did
    public Uids expunge(MailboxId mailbox, Uids uids) {
        var gone = writer.changeOfRows(draft -> messages(draft).expunge(mailbox, uids));
        sweeper.soon(id());
        return gone;
    }

    /// Expunges those of the UIDs that have `\Deleted` at the moment of the commit (RFC 9051 §6.4.3, §6.4.9).
    public Uids expungeDeleted(MailboxId mailbox, Uids uids) {
        var gone = writer.changeOfRows(draft -> {
            var deleted = draft.require(mailbox).state().with(Flag.DELETED);
            return messages(draft).expunge(mailbox, uids.and(deleted));
        });
        sweeper.soon(id());
        return gone;
    }

    // ---- deleted mail

    /// Visits what was expunged, or went with its mailbox, and can be brought back: pages of messages, those deleted
    /// last first, until the visitor returns false. Never more than a page is in memory. The visitor may restore
    /// what it is given.
    public void deletedMessages(Instant since, Predicate<List<DeletedMessage>> visitor) {
        deleted.visit(DeletedMail.Order.NEWEST_FIRST, since, visitor);
    }

    /// The same, those deleted first first.
    public void deletedMessagesFromTheFirst(Instant since, Predicate<List<DeletedMessage>> visitor) {
        deleted.visit(DeletedMail.Order.OLDEST_FIRST, since, visitor);
    }

    /// The mailboxes that can be made again, those deleted last first.
    public List<DeletedMailbox> deletedMailboxes() {
        return deleted.mailboxes();
    }

    /// A message's Subject and its author as they stand in its header, not decoded; empty when there are none.
    public record About(String subject, String from) {}

    /// What tells a person which messages these are: by message id, without those that can't be read.
    public Map<Long, About> about(List<DeletedMessage> messages) {
        return deleted.about(messages);
    }

    /// Brings deleted messages back in one commit, with their flags but `\Deleted` and their dates, as new UIDs. Those
    /// that are brought back already, or were swept, are passed over.
    ///
    /// @param chosen at most 10,000
    /// @param into   made and subscribed when it is not there; empty: where each was, made again when that is gone
    /// @return how many came into which mailbox
    public SortedMap<MailboxName, Integer> undelete(List<DeletedId> chosen, Optional<MailboxName> into) {
        return writer.changeOfRows(draft -> new Undeletion(draft, deleted, messages(draft)).restore(chosen, into));
    }

    /// Makes a deleted mailbox again, with its name and use, without its messages. Another one that has the name by
    /// now is left as it is.
    ///
    /// @throws Refused NOT_FOUND when it was swept
    public Mailbox undelete(DeletedMailbox mailbox) {
        return writer.changeOfRows(draft -> new Undeletion(draft, deleted, messages(draft)).restore(mailbox.id()));
    }

    /// Deletes for good what could be brought back, at once instead of when it is due. Its blobs go with the
    /// next sweep, some seconds later.
    ///
    /// @return those that were there
    public List<DeletedMessage> purge(List<DeletedMessage> chosen) {
        var purged = new ArrayList<DeletedMessage>();
        writer.commitQuietly(_ -> {
            var places = deleted.places(chosen.stream().map(DeletedMessage::id).toList());
            var deletions = new ArrayList<Deletion>();
            for (int i = 0; i < chosen.size(); i++) {
                if (places.get(i).isPresent()) {
                    purged.add(chosen.get(i));
                    deletions.add(new Deletion.OfMessage(
                            places.get(i).get().deletedAt(), chosen.get(i).id()));
                }
            }
            return dispose(deletions);
        });
        return purged;
    }

    /// Forgets a deleted mailbox. To be called when its messages are purged: their mailbox has no name then.
    public void purge(DeletedMailbox mailbox) {
        writer.commitQuietly(_ -> deleted.mailbox(mailbox.id())
                .map(there -> dispose(List.of(new Deletion.OfMailbox(there.deletedAt(), there.id()))))
                .orElse(List.of()));
    }

    private List<Batch> dispose(List<Deletion> deletions) {
        var disposal = new Disposal(engine, id()).of(deletions);
        disposal.homes().forEach(sweeper::soon);
        return disposal.build();
    }

    // ---- events

    /// A standing interest in changes; closed when it ends.
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// Calls back after each durable change in the mailbox (or its deletion or renaming), in commit order,
    /// from the committer's side: the callback must only hand over (for example `connection.post`) and return
    /// at once.
    public Watch watch(MailboxId mailbox, Runnable changed) {
        return writer.watches().add(mailbox, changed);
    }

    /// Calls back after each durable change of anything in the account, as [#watch(MailboxId, Runnable)] does.
    public Watch watch(Runnable changed) {
        return writer.watches().add(changed);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            accounts.release(id());
        }
    }

    private static MailboxId mailbox(MailboxName name, Draft draft) {
        return draft.require(name).mailbox().id();
    }

    private MessageChanges messages(Draft draft) {
        return new MessageChanges(draft, rows, user);
    }

    private MailboxChanges mailboxes(Draft draft) {
        return new MailboxChanges(draft, new MessageChanges(draft, rows));
    }
}
