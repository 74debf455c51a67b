package org.posthorn.imap.command;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// An option of [SearchAnswer] that is only a word (RFC 9051 §6.4.4, RFC 4731, RFC 5182).
enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT,
    SAVE;

    static SearchReturn parse(ImapParser in) throws BadCommand {
        String word = in.word();
        for (var option : values()) {
            if (option.name().equals(word)) {
                return option;
            }
        }
        throw in.bad("MIN, MAX, ALL, COUNT, SAVE or PARTIAL in place of " + word);
    }
}
