package org.posthorn.imap.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.PartialRange;
import org.posthorn.imap.sort.Ranking;
import org.posthorn.storage.mailbox.Uids;

/// What an extended SEARCH is to give back (RFC 9051 §6.4.4).
///
/// @param partial the stretch of the result that is to be told (RFC 9394 §3.1); never beside ALL
record SearchAnswer(Set<SearchReturn> options, Optional<PartialRange> partial) {
    static final SearchAnswer ALL = new SearchAnswer(Set.of(SearchReturn.ALL), Optional.empty());

    /// Reads `RETURN (MIN COUNT PARTIAL 1:500) ` if it is next.
    static Optional<SearchAnswer> tryParse(ImapParser in) throws PeerGone, BadCommand {
        if (!in.tryWord("RETURN")) {
            return Optional.empty();
        }
        in.space();
        var answer = options(in);
        in.space();
        return Optional.of(answer);
    }

    /// Nothing stands for ALL.
    private static SearchAnswer options(ImapParser in) throws PeerGone, BadCommand {
        var options = EnumSet.noneOf(SearchReturn.class);
        var partial = Optional.<PartialRange>empty();
        for (var one : in.listOrEmpty(SearchAnswer::option)) {
            options.addAll(one.options());
            if (partial.isPresent() && one.partial().isPresent()) {
                throw in.bad("no more than one PARTIAL");
            }
            partial = partial.or(one::partial);
        }
        if (partial.isPresent() && options.contains(SearchReturn.ALL)) {
            throw in.bad("not both ALL and PARTIAL"); // RFC 9394 §3.1
        }
        return options.isEmpty() && partial.isEmpty() ? ALL : new SearchAnswer(options, partial);
    }

    private static SearchAnswer option(ImapParser in) throws BadCommand {
        if (in.offers("PARTIAL") && in.tryWord("PARTIAL")) {
            in.space();
            return new SearchAnswer(Set.of(), Optional.of(PartialRange.parse(in)));
        }
        return new SearchAnswer(Set.of(SearchReturn.parse(in)), Optional.empty());
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
