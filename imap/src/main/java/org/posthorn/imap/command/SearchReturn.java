package org.posthorn.imap.command;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// An option of [SearchAnswer] that is only a word (RFC 9051 §6.4.4, RFC 4731, RFC 5182, RFC 5267 §4).
enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT,
    SAVE,
    /// A hint that the same may be asked again: nothing is kept for that.
    CONTEXT,
    /// The result is to be told as it changes.
    UPDATE;

    /// @param context the capability that brings CONTEXT and UPDATE here
    static SearchReturn parse(ImapParser in, String context) throws BadCommand {
        String word = in.word();
        for (var option : values()) {
            boolean known = option != CONTEXT && option != UPDATE || in.offers(context);
            if (option.name().equals(word) && known) {
                return option;
            }
        }
        throw in.bad("MIN, MAX, ALL, COUNT, SAVE or another option in place of " + word);
    }
}
