package org.posthorn.imap.command;

import java.util.EnumSet;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// What an extended SEARCH is to give back (RFC 9051 §6.4.4, RFC 4731, RFC 5182).
enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT,
    SAVE;

    /// `(MIN COUNT)`; nothing stands for ALL.
    static Set<SearchReturn> list(ImapParser in) throws PeerGone, BadCommand {
        var options = EnumSet.noneOf(SearchReturn.class);
        options.addAll(in.listOrEmpty(SearchReturn::option));
        return options.isEmpty() ? EnumSet.of(ALL) : options;
    }

    private static SearchReturn option(ImapParser in) throws BadCommand {
        String word = in.word();
        for (var option : values()) {
            if (option.name().equals(word)) {
                return option;
            }
        }
        throw in.bad("MIN, MAX, ALL, COUNT or SAVE in place of " + word);
    }
}
