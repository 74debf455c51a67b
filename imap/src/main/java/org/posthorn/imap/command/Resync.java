package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.NumberRange;
import org.posthorn.imap.grammar.UidSet;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;

/// What a client that comes back knows of a mailbox, and is told of it at once: the QRESYNC parameter of
/// SELECT (RFC 7162 §3.2.5).
///
/// @param known the UIDs that it has; without them, all that were ever given
/// @param pairs some of its messages
record Resync(long uidValidity, long modSeq, Optional<UidSet> known, Pairs pairs) {

    /// Sequence numbers and the UIDs that the client has for them, one for one, ascending (RFC 7162 §3.2.5.2).
    record Pairs(List<NumberRange> sequences, List<NumberRange> uids) {
        static final Pairs NONE = new Pairs(List.of(), List.of());

        /// The greatest UID that still has its number: the client knows of all expunges up to there. 0 when none has.
        long lastMatch(Uids there) {
            var sequence = new Ascending(sequences);
            var uid = new Ascending(uids);
            long match = 0;
            // Behind the first pair that does not match, none does. No step goes beyond the last message.
            while (sequence.advance() && uid.advance() && sequence.at <= there.count()) {
                if (there.at((int) sequence.at) != uid.at) {
                    break;
                }
                match = uid.at;
            }
            return match;
        }
    }

    /// Walks the numbers of some ranges.
    private static final class Ascending {
        private final List<NumberRange> ranges;
        private int range;
        private long at;

        Ascending(List<NumberRange> ranges) {
            this.ranges = ranges;
        }

        boolean advance() {
            if (range == ranges.size()) {
                return false;
            }
            at = Math.max(at + 1, ranges.get(range).from());
            if (at == ranges.get(range).to()) {
                range++;
            }
            return true;
        }
    }

    /// `(uidvalidity modseq [known-uids] [(sequences uids)])`, behind the word and the space.
    static Resync parse(ImapParser in) throws BadCommand {
        in.open();
        long uidValidity = in.nzNumber();
        in.space();
        // RFC 7162 §7 has no 0 here, but clients that know nothing yet send it.
        long modSeq = in.number64();
        var known = Optional.<UidSet>empty();
        var pairs = Pairs.NONE;
        boolean more = in.trySpace();
        if (more && in.peek() != '(') {
            known = Optional.of(in.knownSet());
            more = in.trySpace();
        }
        if (more) {
            pairs = pairs(in);
        }
        in.close();
        return new Resync(uidValidity, modSeq, known, pairs);
    }

    private static Pairs pairs(ImapParser in) throws BadCommand {
        in.open();
        var sequences = ascending(in);
        in.space();
        var uids = ascending(in);
        in.close();
        return new Pairs(sequences, uids);
    }

    private static List<NumberRange> ascending(ImapParser in) throws BadCommand {
        var ranges = new ArrayList<NumberRange>();
        long last = 0;
        for (NumberRange range : in.knownSet().ranges()) {
            if (range.from() <= last || range.to() < range.from()) {
                throw in.bad("numbers in ascending order"); // RFC 7162 §3.2.5.2
            }
            ranges.add(range);
            last = range.to();
        }
        return ranges;
    }

    /// Tells what vanished and what changed since, of what the client knows.
    void tell(Account account, MailboxState state, SelectedMailbox view, ImapEncoder out) throws PeerGone {
        if (uidValidity != state.uidValidity() || state.uidNext() == 1) {
            return; // RFC 7162 §3.2.5: it sees by UIDVALIDITY that all it knew is void
        }
        var uids = uids(state);
        var changes = account.changesSince(state, modSeq);
        view.tellVanishedEarlier(vanished(changes, uids, state), out);
        view.tell(changes.changed().and(uids), out);
    }

    /// What the client knows, as far as it may have been there.
    Uids uids(MailboxState state) {
        var all = known.orElse(new UidSet(List.of(new NumberRange(1, NumberRange.STAR))));
        return all.within(1, state.uidNext() - 1);
    }

    Uids vanished(Account.ChangesSince changes, Uids uids, MailboxState state) {
        if (changes.whole()) {
            return changes.vanished().and(uids);
        }
        // RFC 7162 §3.2.6: what the log has forgotten may be any that is not there.
        return uids.minus(state.uids()).minus(Uids.range(1, pairs.lastMatch(state.uids())));
    }
}
