package org.posthorn.imap.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.FetchItems;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.PartialRange;
import org.posthorn.imap.sort.Ranking;
import org.posthorn.storage.mailbox.Uids;

/// What an extended SEARCH is to give back (RFC 9051 §6.4.4).
///
/// @param partial the stretch of the result that is to be told (RFC 9394 §3.1); never beside ALL
/// @param ofNew   what UPDATE tells of a message that comes, before it tells that the message belongs to the result
///                (RFC 5465 §7)
record SearchAnswer(Set<SearchReturn> options, Optional<PartialRange> partial, Optional<FetchItems> ofNew) {
    static final SearchAnswer ALL = new SearchAnswer(Set.of(SearchReturn.ALL), Optional.empty(), Optional.empty());

    /// Reads `RETURN (MIN COUNT PARTIAL 1:500) ` if it is next.
    ///
    /// @param context the capability that brings the options of RFC 5267 §4 here
    static Optional<SearchAnswer> tryParse(ImapParser in, String context) throws PeerGone, BadCommand {
        if (!in.tryWord("RETURN")) {
            return Optional.empty();
        }
        in.space();
        var answer = options(in, context);
        in.space();
        return Optional.of(answer);
    }

    /// Nothing stands for ALL.
    private static SearchAnswer options(ImapParser in, String context) throws PeerGone, BadCommand {
        var options = EnumSet.noneOf(SearchReturn.class);
        var partial = Optional.<PartialRange>empty();
        var ofNew = Optional.<FetchItems>empty();
        in.open();
        boolean more = in.peek() != ')';
        while (more) {
            if ((in.offers("PARTIAL") || in.offers(context)) && in.tryWord("PARTIAL")) {
                if (partial.isPresent()) {
                    throw in.bad("no more than one PARTIAL");
                }
                in.space();
                partial = Optional.of(PartialRange.parse(in));
                more = in.trySpace();
                continue;
            }
            var option = SearchReturn.parse(in, context);
            options.add(option);
            more = in.trySpace();
            if (more && option == SearchReturn.UPDATE && in.peek() == '(' && in.offers("NOTIFY")) {
                ofNew = Optional.of(FetchItems.parse(in));
                more = in.trySpace();
            }
        }
        in.close();
        if (partial.isPresent() && options.contains(SearchReturn.ALL)) {
            throw in.bad("not both ALL and PARTIAL"); // RFC 9394 §3.1
        }
        return options.isEmpty() && partial.isEmpty() ? ALL : new SearchAnswer(options, partial, ofNew);
    }

    boolean has(SearchReturn option) {
        return options.contains(option);
    }

    /// Whether there is nothing to tell (RFC 9051 §6.4.4).
    boolean savesOnly() {
        return options.equals(Set.of(SearchReturn.SAVE)) && partial.isEmpty();
    }

    /// What SAVE saves (RFC 9051 §6.4.4.1, table 4; RFC 9394 §3.2, table 1): without ALL and COUNT only what is told.
    Uids toSave(Ranking found) {
        boolean min = has(SearchReturn.MIN);
        boolean max = has(SearchReturn.MAX);
        int count = found.count();
        if (has(SearchReturn.ALL) || has(SearchReturn.COUNT) || count == 0) {
            return found.all();
        }
        if (!min && !max && partial.isEmpty()) {
            return found.all();
        }
        return partial.map(range -> found.set(range.first(count), range.last(count)))
                .orElse(Uids.NONE)
                .or(min ? Uids.of(found.at(1)) : Uids.NONE)
                .or(max ? Uids.of(found.at(count)) : Uids.NONE);
    }
}
