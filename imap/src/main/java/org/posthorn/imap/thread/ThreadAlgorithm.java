package org.posthorn.imap.thread;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// How messages become threads.
public enum ThreadAlgorithm {
    /// By the base subject alone (RFC 5256 §3).
    ORDEREDSUBJECT,
    /// By what they refer to, and then by the base subject (RFC 5256 §3).
    REFERENCES,
    /// By what they refer to; the thread with the newest message comes last (draft-ietf-morg-inthread).
    REFS;

    public String capability() {
        return "THREAD=" + name();
    }

    public static ThreadAlgorithm parse(ImapParser in) throws BadCommand {
        String word = in.word();
        for (var algorithm : values()) {
            if (algorithm.name().equals(word) && in.offers(algorithm.capability())) {
                return algorithm;
            }
        }
        throw in.bad("a threading algorithm in place of " + word);
    }
}
