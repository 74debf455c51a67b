package org.posthorn.imap.fetch;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.message.StoredPart;

/// What FETCH says of a part, one char for each byte.
final class Wire {
    private Wire() {}

    static String envelope(StoredPart message, Dialect dialect) throws PeerGone {
        var line = new LineBuffer();
        new EnvelopeEncoder(line, new ImapEncoder(line, dialect)).write(message);
        return written(line);
    }

    static String structure(StoredPart part, boolean extended, Dialect dialect) throws PeerGone {
        var line = new LineBuffer();
        new StructureEncoder(line, new ImapEncoder(line, dialect), extended).write(part);
        return written(line);
    }

    private static String written(LineBuffer line) throws PeerGone {
        var out = new Written();
        line.write(new ImapEncoder(out, Dialect.SEVEN_BIT));
        return out.toString();
    }
}
