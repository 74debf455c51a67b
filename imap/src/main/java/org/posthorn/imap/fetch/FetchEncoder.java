package org.posthorn.imap.fetch;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;
import org.posthorn.storage.message.StoredPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `* n FETCH (…)` for many messages, ascending, in memory that does not grow with their number or size.
///
/// Messages are visited at the cheapest level that has every item: flags and UIDs come from the bitmaps in memory,
/// dates and sizes from small rows, structure and header fields from the parsed message, and only sections behind the
/// header open the message's blob, those of many small messages at once. For the connection's command thread only, and
/// one FETCH.
public final class FetchEncoder {
    private static final Logger log = LoggerFactory.getLogger(FetchEncoder.class);

    /// So many messages are visited at a time: a slow client holds none of the store's iterators for long.
    private static final int BATCH = 1_000;

    private final Account account;
    private final SelectedMailbox view;
    private final MailboxState state;
    private final ImapEncoder out;
    private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    private final LineBuffer line = new LineBuffer();
    /// Writes into the line.
    private final ImapEncoder text;

    private final EnvelopeEncoder envelopes;
    private final StructureEncoder structures;
    private final StructureEncoder bodyStructures;
    private final BodyEncoder bodies;

    /// @param view  what the client was told of: which messages have which numbers
    /// @param state of now, or of a moment ago: tells which messages there are and their flags
    public FetchEncoder(Account account, SelectedMailbox view, MailboxState state, ImapEncoder out) {
        this.account = account;
        this.view = view;
        this.state = state;
        this.out = out;
        this.text = new ImapEncoder(line, out.dialect());
        this.envelopes = new EnvelopeEncoder(line, text);
        this.structures = new StructureEncoder(line, text, false);
        this.bodyStructures = new StructureEncoder(line, text, true);
        this.bodies = new BodyEncoder(out, line, troubles);
    }

    /// Writes a response for each message that still exists.
    ///
    /// @param uids  of the view
    /// @param newly messages that this FETCH has made `\Seen`: their flags are told in any case (RFC 9051 §6.4.5)
    /// @return what could not be told
    /// @throws PeerGone also when a response can't be ended properly, since nothing can be said behind half of one
    public Set<Trouble> run(FetchItems items, Uids uids, Uids newly) throws PeerGone {
        var there = uids.and(view.uids()).and(state.uids());
        if (there.count() < uids.count()) {
            troubles.add(Trouble.EXPUNGED);
        }
        if (items.depth() == FetchItem.Depth.STATE && newly.isEmpty()) {
            states(items, there);
            return troubles;
        }
        var visit = new Visit(items, there, newly);
        try {
            for (int first = 1; first <= there.count(); first += BATCH) {
                int last = Math.min(first + BATCH - 1, there.count());
                visit.batch(there.and(Uids.range(there.at(first), there.at(last))));
            }
        } catch (Refused refused) {
            line.write(out); // a damaged record takes none of the responses before it along
            throw refused;
        }
        line.write(out);
        if (visit.visited < there.count()) {
            troubles.add(Trouble.EXPUNGED);
        }
        return troubles;
    }

    /// RFC 8474 §5.1: the same for all copies in an account.
    public static String emailId(Account account, long messageId) {
        return account.objectId("M" + Long.toString(messageId, 36));
    }

    /// RFC 8474 §5.2: never the same as an EMAILID, which begins with an M.
    public static String threadId(Account account, StoredMessage message) {
        return account.objectId("T" + Long.toString(message.threadId(), 36));
    }

    /// UIDs and flags only: nothing is read, nothing allocated for a message.
    private void states(FetchItems items, Uids uids) throws PeerGone {
        var sequences = new Sequences(view.uids(), uids);
        var flags = new FlagCursor(state, view.recent(), uids);
        var all = uids.iterator();
        while (all.hasNext()) {
            long uid = all.nextLong();
            line.ascii("* ").number(sequences.of(uid)).ascii(" FETCH (");
            boolean first = true;
            for (var item : items.items()) {
                if (!first) {
                    line.ascii(" ");
                }
                first = false;
                if (item == FetchItem.Plain.UID) {
                    line.ascii("UID ").number(uid);
                } else {
                    flags.append(uid, line);
                }
            }
            line.ascii(")\r\n").writeIfFull(out);
        }
        line.write(out);
    }

    /// One walk over messages.
    private final class Visit {
        private final FetchItems items;
        private final FetchItems itemsAndFlags;
        private final Uids newly;
        private final Sequences sequences;
        private final FlagCursor flags;
        private Account.ModSeqs modSeqs = Placement::modSeq;
        private int visited;

        Visit(FetchItems items, Uids uids, Uids newly) {
            this.items = items;
            this.itemsAndFlags = seenItems(items);
            this.newly = newly;
            this.sequences = new Sequences(view.uids(), uids);
            this.flags = new FlagCursor(state, view.recent(), uids);
        }

        /// RFC 7162 §3.2.4: a client that knows of MODSEQs learns them with each change, and whose they are.
        private FetchItems seenItems(FetchItems items) {
            return view.awareness() == Awareness.NONE
                    ? items.withFlags()
                    : items.withFlags().withUid().withModSeq();
        }

        void batch(Uids uids) throws PeerGone {
            if (items.hasModSeq() || !newly.isEmpty() && itemsAndFlags.hasModSeq()) {
                modSeqs = account.modSeqs(state); // before the rows, so that none is too low
            }
            switch (items.depth()) {
                case STATE, PLACEMENT -> {
                    var placements = new ArrayList<Placement>(uids.count());
                    account.placements(state.id(), uids, placements::add);
                    for (var placement : placements) {
                        response(placement, Optional.empty(), Optional.empty());
                    }
                }
                case MESSAGE ->
                    account.<PeerGone>messages(
                            state.id(),
                            uids,
                            (placement, message) -> response(placement, Optional.of(message), Optional.empty()));
                case BLOB -> {
                    var ahead = new ReadAhead(
                            account, (placement, message, body) -> response(placement, Optional.of(message), body));
                    try {
                        account.<PeerGone>messages(state.id(), uids, ahead::add);
                    } catch (Refused refused) {
                        ahead.finish(); // a damaged record takes none of those before it along
                        throw refused;
                    }
                    ahead.finish();
                }
            }
        }

        private void response(Placement placement, Optional<StoredMessage> message, Optional<byte[]> body)
                throws PeerGone {
            visited++;
            long uid = placement.uid();
            int start = line.length();
            long writes = line.writes();
            line.ascii("* ").number(sequences.of(uid)).ascii(" FETCH (");
            try {
                boolean first = true;
                for (var item : newly.contains(uid) ? itemsAndFlags.items() : items.items()) {
                    if (!first) {
                        line.ascii(" ");
                    }
                    first = false;
                    value(item, placement, message, body);
                }
            } catch (RuntimeException e) {
                log.atError()
                        .addKeyValue("account", account.id().value())
                        .addKeyValue("mailbox", state.id().value())
                        .addKeyValue("uid", uid)
                        .setCause(e)
                        .log("a FETCH response broke off");
                if (!(e instanceof Refused) || line.writes() != writes) {
                    throw new PeerGone("a FETCH response could not be ended");
                }
                line.cut(start); // nothing of it was sent: the others can still be told
                troubles.add(Trouble.DAMAGED);
                return;
            }
            line.ascii(")\r\n").writeIfFull(out);
        }

        private void value(FetchItem item, Placement placement, Optional<StoredMessage> message, Optional<byte[]> ahead)
                throws PeerGone {
            switch (item) {
                case FetchItem.Plain plain -> plain(plain, placement, message);
                case FetchItem.Preview preview -> preview(preview, message.orElseThrow());
                case FetchItem.Body body -> {
                    line.ascii(body.label()).ascii(" ");
                    bodies.body(body, content(message, ahead));
                }
                case FetchItem.Binary binary -> {
                    line.ascii(binary.label()).ascii(" ");
                    bodies.binary(binary, content(message, ahead));
                }
                case FetchItem.BinarySize binary -> {
                    line.ascii(binary.label()).ascii(" ");
                    bodies.binarySize(binary, content(message, ahead));
                }
            }
        }

        private void preview(FetchItem.Preview item, StoredMessage message) throws PeerGone {
            line.ascii(item.label()).ascii(" ");
            var words = message.preview();
            if (item.lazy() && !words.isPresent()) {
                line.ascii("NIL"); // RFC 8970 §4.1
            } else if (!words.isPresent() || !line.quoted(words)) {
                text.string(account.preview(message));
            }
        }

        private BodyEncoder.Content content(Optional<StoredMessage> found, Optional<byte[]> ahead) {
            var message = found.orElseThrow();
            return new BodyEncoder.Content(message.root(), message.size(), MessageBytes.of(account, message, ahead));
        }

        private void plain(FetchItem.Plain item, Placement placement, Optional<StoredMessage> message) throws PeerGone {
            if (item == FetchItem.Plain.FLAGS) {
                flags.append(placement.uid(), line);
                return;
            }
            line.ascii(item.label()).ascii(" ");
            switch (item) {
                case UID -> line.number(placement.uid());
                case FLAGS -> {} // written above, from the bitmaps
                case INTERNALDATE -> text.internalDate(placement.internalDate());
                case SIZE -> line.number(placement.size());
                case EMAILID -> line.ascii("(" + emailId(account, placement.messageId()) + ")");
                case THREADID -> line.ascii("(" + threadId(account, message.orElseThrow()) + ")");
                case SAVEDATE -> text.internalDate(placement.savedAt());
                case MODSEQ -> modSeq(modSeqs.of(placement));
                case ENVELOPE -> envelopes.write(root(message));
                case BODY -> structures.write(root(message));
                case BODYSTRUCTURE -> bodyStructures.write(root(message));
            }
        }

        private void modSeq(long modSeq) {
            view.claims(modSeq);
            line.ascii("(").number(modSeq).ascii(")");
        }

        private StoredPart root(Optional<StoredMessage> message) {
            return message.orElseThrow().root();
        }
    }
}
