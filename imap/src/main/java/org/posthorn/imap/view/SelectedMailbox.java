package org.posthorn.imap.view;

import java.util.HashSet;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.NumberRange;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.grammar.UidSet;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// The selected mailbox as this session's client knows it.
///
/// The store's [MailboxState] moves on with every commit of any session; the client moves on only by what it is sent.
/// So a session holds two things, both immutable sets shared with the store:
///
/// - `told`: the UIDs that have a sequence number for this client. A message's number is its rank in `told`, and
///   nothing else is ever used to translate (P3).
/// - `shown`: the state that commands work on; the client has its flags, for those UIDs that are in both, unless it
///   does not want to hear of flags. Then it has those of an earlier one, `flagged`.
///
/// What must be said is the difference to a newer state, by bitmap algebra, no rows read:
///
///     EXPUNGE   told − now             only when allowed; until then they keep their numbers
///     EXISTS    now − told             always above all of `told`, since UIDs only grow
///     FETCH     flags(now) ≠ flags(shown), of those in told ∩ now
///
/// So a flag that was set and unset in between is not told of, though the message's MODSEQ has grown. The
/// client keeps a lower one, and the right flags; a STORE with UNCHANGEDSINCE then fails once more than it
/// had to (RFC 7162 §3.1.3).
///
/// A client that knows of MODSEQs takes the highest one that it was told for the mailbox's, and asks only for what is
/// behind it when it comes back after its connection broke (RFC 7162 §6). So two numbers are kept:
///
/// - `whole`: up to here it was told everything.
/// - `claimed`: what it takes for the mailbox's HIGHESTMODSEQ, by what it was sent.
///
/// Invariants:
///
/// 1. The client's count is `told.count()`: it falls by one with each EXPUNGE written, and grows only by EXISTS.
/// 2. `told` changes only in this class, in the same call that writes the response.
/// 3. While expunges are held back, `told` may hold UIDs that are gone: commands find them and the store passes them
///    over, so that numbers never point to another message.
/// 4. At the end of each command `claimed` is at most `whole`: when a FETCH has told a MODSEQ while an expunge with a
///    lower one is held back, HIGHESTMODSEQ takes it back (RFC 7162 §3.2).
///
/// For the connection's command thread only.
public final class SelectedMailbox {

    private final Account account;
    private final MailboxId id;
    private final boolean readOnly;
    private final Recent recency;
    private final long recentFrom;
    private Uids told;
    private MailboxState shown;
    private MailboxState flagged;
    private Attention attention = Attention.FLAGS;
    /// Told of by EXISTS, and not by [#takeArrived()].
    private Uids arrived = Uids.NONE;
    /// Put here by this client, which need not be told more of them.
    private Uids own = Uids.NONE;
    /// Messages whose flags the client may not have.
    private Uids catchUp = Uids.NONE;
    private Uids saved = Uids.NONE;
    private Awareness awareness;
    private long whole;
    private long claimed;
    private Follower follower = Follower.NOBODY;

    /// @param state as SELECT tells it to the client, with its HIGHESTMODSEQ
    public SelectedMailbox(Account account, MailboxState state, boolean readOnly, Recent recency, Awareness awareness) {
        this.account = account;
        this.awareness = awareness;
        this.whole = state.highestModSeq();
        this.claimed = state.highestModSeq();
        this.id = state.id();
        this.readOnly = readOnly;
        this.recency = recency;
        this.recentFrom = state.uidNext();
        this.told = state.uids();
        this.shown = state;
        this.flagged = state;
    }

    /// The owner's, which is another's than the session's when the mailbox is shared.
    public Account account() {
        return account;
    }

    public MailboxId id() {
        return id;
    }

    /// Selected by EXAMINE: nothing may change by this session, `\Seen` neither.
    public boolean readOnly() {
        return readOnly;
    }

    /// The UIDs that the client has numbers for, among them expunged ones it was not told of.
    public Uids uids() {
        return told;
    }

    /// How many messages the client knows of.
    public int count() {
        return told.count();
    }

    /// The state whose flags the client has; newer messages may be in it that it was not told of.
    public MailboxState state() {
        return shown;
    }

    /// RFC 3501 §2.3.2: those that arrived while this session was told of the mailbox. (Which session was
    /// first is known to nobody else, so each session that sees a message arrive may take it as recent.)
    public Uids recent() {
        return told.isEmpty() || recency == Recent.UNKNOWN
                ? Uids.NONE
                : told.and(Uids.range(recentFrom, Math.max(recentFrom, told.last())));
    }

    private boolean isRecent(long uid) {
        return recency == Recent.TOLD && uid >= recentFrom;
    }

    /// The sequence number of a UID in [#uids()].
    public int sequence(long uid) {
        return told.rank(uid);
    }

    /// The sequence numbers of UIDs in [#uids()].
    public Uids sequences(Uids uids) {
        var sequences = new UidsBuilder();
        uids.iterator().forEachRemaining((long uid) -> sequences.add(told.rank(uid)));
        return sequences.build();
    }

    /// What `$` stands for, as far as it still exists (RFC 9051 §6.4.4.1).
    public void save(Uids result) {
        saved = result;
    }

    /// The messages of a set. UIDs that do not exist are passed over (RFC 9051 §6.4.9).
    ///
    /// @throws BadCommand a sequence number that no message has: RFC 9051 §9 `seq-number`
    public Uids uids(MessageSet set) throws BadCommand {
        if (set.isSaved()) {
            return saved.and(told);
        }
        return switch (set) {
            case SeqSet s -> bySequence(s);
            case UidSet s -> byUid(s);
        };
    }

    /// The same, without sequence numbers that no message has.
    public Uids known(MessageSet set) throws BadCommand {
        if (set.isSaved() || set instanceof UidSet) {
            return uids(set);
        }
        var uids = new UidsBuilder();
        for (NumberRange range : set.ranges()) {
            int first = (int) Math.max(1, Math.min(range.first(told.count()), told.count() + 1L));
            int last = (int) Math.min(range.last(told.count()), told.count());
            if (first <= last) {
                uids.addRange(told.at(first), told.at(last));
            }
        }
        return uids.build().and(told);
    }

    private Uids bySequence(SeqSet set) throws BadCommand {
        var uids = new UidsBuilder();
        for (NumberRange range : set.ranges()) {
            long first = range.first(told.count());
            long last = range.last(told.count());
            if (first < 1 || last > told.count()) {
                throw new BadCommand("there are " + told.count() + " messages, none has number "
                        + (last > told.count() ? Long.toString(last) : "*"));
            }
            uids.addRange(told.at((int) first), told.at((int) last));
        }
        return uids.build().and(told);
    }

    private Uids byUid(UidSet set) {
        if (told.isEmpty()) {
            return Uids.NONE;
        }
        // RFC 9051 §9 seq-range: 3291:* holds the last message even when its UID is less.
        return set.within(told.first(), told.last()).and(told);
    }

    // ---- telling the client

    public Awareness awareness() {
        return awareness;
    }

    /// From now on the client hears of MODSEQs, beginning with the mailbox's.
    public void aware(Awareness now, ImapEncoder out) throws PeerGone {
        awareness = now;
        tellHighest(out);
    }

    /// From now on the client hears of what it wants to, beginning with what it was not told yet.
    public void attend(Attention wanted) {
        if (wanted == Attention.FLAGS && attention != Attention.FLAGS) {
            // Those that came meanwhile may have any flags, as far as the client knows.
            catchUp = shown.uids().minus(flagged.uids());
        }
        attention = wanted;
    }

    /// Messages that this client itself has put into the mailbox.
    public void putHere(Uids uids) {
        own = own.or(uids);
    }

    /// The messages that the client was told of since this was asked last, but for its own.
    public Uids takeArrived() {
        var taken = arrived;
        arrived = Uids.NONE;
        return taken;
    }

    /// Whether messages have gone that the client was not told of, though it wants to be.
    public boolean holdsBack() {
        return attention != Attention.NOTHING && !told.minus(shown.uids()).isEmpty();
    }

    /// Tells the client what changed, as far as it wants to hear of it, at the end of a command, and that it can rely
    /// on it.
    public void settle(Expunges expunges, ImapEncoder out) throws PeerGone {
        tellWanted(expunges, out);
        // Held back: FETCH and SEARCH may have told MODSEQs up to that of the state.
        tellReliable(isHeldBack() ? shown.highestModSeq() : claimed, out);
    }

    /// The same, between commands, when nothing was told that the client asked for.
    public void push(Expunges expunges, ImapEncoder out) throws PeerGone {
        tellWanted(expunges, out);
        tellReliable(claimed, out);
    }

    private void tellWanted(Expunges expunges, ImapEncoder out) throws PeerGone {
        if (attention == Attention.NOTHING) {
            account.state(id); // it is there
        } else {
            update(expunges, out);
        }
        follower.settled(out);
        whole = isHeldBack() ? whole : shown.highestModSeq();
    }

    private void tellReliable(long most, ImapEncoder out) throws PeerGone {
        if (awareness != Awareness.NONE && most != whole) {
            tellHighest(out);
        }
    }

    /// @param follower in place of the one before
    public void follow(Follower follower) {
        this.follower = follower;
    }

    /// Whether the client was not told all of what is shown.
    private boolean isHeldBack() {
        return !told.minus(shown.uids()).isEmpty()
                || told.count() < shown.uids().count()
                || shown != flagged && !shown.flagsChangedSince(flagged).isEmpty();
    }

    /// The response code for the end of a command that has expunged messages, and told of them (RFC 7162 §3.2.7).
    public String claim() {
        whole = isHeldBack() ? whole : shown.highestModSeq();
        claimed = whole;
        return "HIGHESTMODSEQ " + claimed;
    }

    /// A FETCH response tells this MODSEQ, and the client takes it for the mailbox's if it is the highest.
    public void claims(long modSeq) {
        claimed = Math.max(claimed, modSeq);
    }

    private void tellHighest(ImapEncoder out) throws PeerGone {
        claimed = whole;
        out.raw("* OK [HIGHESTMODSEQ ").number(claimed).raw("] told up to here").crlf();
    }

    /// Tells the client what changed since it was last told, in the order EXPUNGE, EXISTS, RECENT, FETCH.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND: the mailbox is gone
    public void update(Expunges expunges, ImapEncoder out) throws PeerGone {
        var now = account.state(id);
        follower.gone(told.minus(now.uids()), out);
        if (expunges == Expunges.TOLD) {
            tellExpunges(now, out);
        }
        if (attention != Attention.NOTHING) {
            tellNew(now, out);
        }
        tellFlags(now, Uids.NONE, Uids.NONE, out);
    }

    /// After a change of flags by this session: tells the client the flags of `always`, and, if it wants to hear of
    /// flags, of every other message whose flags differ from what it knows, except those of `never`, which it works
    /// out or is told elsewhere.
    ///
    /// @param now the state after the change
    public void tellFlags(MailboxState now, Uids always, Uids never, ImapEncoder out) throws PeerGone {
        if (now == shown && now == flagged && always.isEmpty() && catchUp.isEmpty()) {
            return;
        }
        var known = told.and(now.uids());
        var changed = always;
        tellNewKeywords(now, out);
        shown = now;
        if (attention == Attention.FLAGS) {
            changed = now.flagsChangedSince(flagged).or(catchUp).or(always);
            flagged = now;
            catchUp = Uids.NONE;
        }
        tell(changed.minus(never).and(known), out);
    }

    /// Of a STORE with `.SILENT`: those messages whose flags are not what the client works out by itself, because
    /// another session changed them too (RFC 9051 §6.4.6).
    public Uids unexpected(MailboxState now, Uids uids, FlagChange change) {
        Set<Flag> flags = new HashSet<>(now.flags());
        flags.addAll(shown.flags());
        flags.addAll(change.flags());
        var unexpected = Uids.NONE;
        for (Flag flag : flags) {
            boolean named = change.flags().contains(flag);
            var expected = switch (change.kind()) {
                case ADD -> named ? uids : shown.with(flag);
                case REMOVE -> named ? Uids.NONE : shown.with(flag);
                case REPLACE -> named ? uids : Uids.NONE;
            };
            unexpected = unexpected.or(expected.xor(now.with(flag)).and(uids));
        }
        return unexpected;
    }

    private void tellExpunges(MailboxState now, ImapEncoder out) throws PeerGone {
        var gone = told.minus(now.uids());
        if (gone.isEmpty()) {
            return;
        }
        if (awareness == Awareness.QRESYNC) {
            ExpungeLines.vanished("* VANISHED ", gone, out);
        } else {
            ExpungeLines.expunged(told, gone, out);
        }
        told = told.minus(gone);
        saved = saved.minus(gone); // RFC 5182 §2.1: removed from the saved result too
    }

    /// Tells of messages that went before the client knew of this session's numbers (RFC 7162 §3.2.10.1). Those that
    /// have a number here are left to the expunges.
    public void tellVanishedEarlier(Uids gone, ImapEncoder out) throws PeerGone {
        ExpungeLines.vanished("* VANISHED (EARLIER) ", gone.minus(told), out);
    }

    private void tellNew(MailboxState now, ImapEncoder out) throws PeerGone {
        var fresh = now.uids().minus(told);
        if (fresh.isEmpty()) {
            return;
        }
        if (!told.isEmpty() && fresh.first() < told.last()) {
            throw new IllegalStateException("UID " + fresh.first() + " appeared below " + told.last());
        }
        told = told.or(fresh);
        arrived = arrived.or(fresh.minus(own));
        own = own.minus(fresh);
        out.raw("* ").number(told.count()).raw(" EXISTS").crlf();
        if (recency == Recent.TOLD) {
            out.raw("* ").number(recent().count()).raw(" RECENT").crlf();
        }
    }

    /// RFC 9051 §7.3.5: a keyword that came into use.
    private void tellNewKeywords(MailboxState now, ImapEncoder out) throws PeerGone {
        if (!shown.flags().containsAll(now.flags())) {
            out.raw("* FLAGS ").flags(now.flags()).crlf();
        }
    }

    /// Tells flags, and MODSEQs to a client that knows of them (RFC 7162 §3.2.4).
    ///
    /// @param uids that have numbers
    public void tell(Uids uids, ImapEncoder out) throws PeerGone {
        if (awareness != Awareness.NONE) {
            account.<PeerGone>modSeqs(shown, uids, (uid, modSeq) -> {
                fetch(uid, out).raw(" FLAGS ");
                flags(uid, out);
                modSeq(modSeq, out);
            });
            return;
        }
        for (var each = uids.iterator(); each.hasNext(); ) {
            long uid = each.nextLong();
            fetch(uid, out).raw(" FLAGS ");
            flags(uid, out);
            out.close().crlf();
        }
    }

    /// Tells the MODSEQs of messages whose flags the client works out by itself (RFC 7162 §3.1.3).
    public void tellModSeqs(Uids uids, ImapEncoder out) throws PeerGone {
        if (awareness != Awareness.NONE) {
            account.<PeerGone>modSeqs(shown, uids.and(told), (uid, modSeq) -> modSeq(modSeq, fetch(uid, out)));
        }
    }

    private ImapEncoder fetch(long uid, ImapEncoder out) throws PeerGone {
        return out.raw("* ").number(told.rank(uid)).raw(" FETCH (UID ").number(uid);
    }

    private void modSeq(long modSeq, ImapEncoder out) throws PeerGone {
        claims(modSeq);
        out.raw(" MODSEQ (").number(modSeq).raw("))").crlf();
    }

    /// Writes a message's flags as the client is to know them: `(\Seen \Recent)`.
    public void flags(long uid, ImapEncoder out) throws PeerGone {
        out.open();
        boolean first = true;
        for (Flag flag : shown.flagsOf(uid)) {
            out.raw(first ? "" : " ").raw(flag.name());
            first = false;
        }
        if (isRecent(uid)) {
            out.raw(first ? "\\Recent" : " \\Recent");
        }
        out.close();
    }
}
