package org.posthorn.imap.fetch;

import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// A run of octets of a section: at most `length` from `offset` on (RFC 9051 §9 `partial`).
record Partial(long offset, long length) {

    /// Everything.
    static final Partial ALL = new Partial(0, Long.MAX_VALUE);

    /// Reads `<0.2048>`.
    static Partial parse(ImapParser in) throws BadCommand {
        in.expect('<');
        long offset = in.number64();
        in.expect('.');
        long length = in.number64();
        if (length == 0) {
            throw in.bad("a length above 0");
        }
        in.expect('>');
        return new Partial(offset, length);
    }

    /// The part of a span that is meant, cut at its end; empty when it begins behind it.
    PartTree.Span of(PartTree.Span span) {
        long from = span.from() + Math.min(offset, span.length());
        return new PartTree.Span(from, from + Math.min(length, span.to() - from));
    }
}
