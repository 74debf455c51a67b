package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// Writes a `sequence-set` in the order in which numbers come: ranges only where they ascend (RFC 5267 §3.2).
final class OrderedSet {
    private final ImapEncoder out;
    private long start;
    private long end;
    private boolean more;

    OrderedSet(ImapEncoder out) {
        this.out = out;
    }

    void add(long number) throws PeerGone {
        if (start > 0 && number == end + 1) {
            end = number;
            return;
        }
        end();
        start = number;
        end = number;
    }

    /// Writes what was held back; the next set can begin behind it.
    void finish() throws PeerGone {
        end();
        start = 0;
        more = false;
    }

    private void end() throws PeerGone {
        if (start == 0) {
            return;
        }
        out.raw(more ? "," : "").number(start);
        if (end > start) {
            out.raw(":").number(end);
        }
        more = true;
    }
}
