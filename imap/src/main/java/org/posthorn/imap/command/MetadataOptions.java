package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.annotation.Depth;

/// Which annotations are to be told of those that were asked for (RFC 5464 §4.2.1, §4.2.2).
///
/// @param maxSize no value of more octets
/// @param depth   how far below the entries' names
record MetadataOptions(long maxSize, Depth depth) {
    static final MetadataOptions NONE = new MetadataOptions(Long.MAX_VALUE, Depth.ITSELF);

    /// `MAXSIZE 1024 DEPTH infinity)`, behind the `(`.
    static MetadataOptions parse(ImapParser in) throws PeerGone, BadCommand {
        var options = NONE;
        do {
            if (in.tryWord("MAXSIZE")) {
                in.space();
                options = new MetadataOptions(in.number(), options.depth);
            } else if (in.tryWord("DEPTH")) {
                in.space();
                options = new MetadataOptions(options.maxSize, depth(in));
            } else {
                throw in.bad("MAXSIZE or DEPTH");
            }
        } while (in.trySpace());
        in.expect(')');
        return options;
    }

    private static Depth depth(ImapParser in) throws BadCommand {
        if (in.tryWord("0")) {
            return Depth.ITSELF;
        }
        if (in.tryWord("1")) {
            return Depth.CHILDREN;
        }
        if (in.tryWord("INFINITY")) {
            return Depth.ALL;
        }
        throw in.bad("0, 1 or infinity");
    }

    boolean goesDeeper() {
        return depth != Depth.ITSELF;
    }
}
