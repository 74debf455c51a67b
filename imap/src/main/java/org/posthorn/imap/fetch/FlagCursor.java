package org.posthorn.imap.fetch;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.PrimitiveIterator;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;

/// The flags of ascending UIDs: walks the bitmaps of all flags in step, so that a message costs one comparison for each
/// flag in use instead of one search in each bitmap.
final class FlagCursor {
    private static final long NO_MORE = Long.MAX_VALUE;

    private final byte[][] names;
    private final PrimitiveIterator.OfLong[] members;
    private final long[] next;

    /// @param recent the messages that this session shows as `\Recent`
    /// @param uids   those that will be asked for
    FlagCursor(MailboxState state, Uids recent, Uids uids) {
        var sets = new LinkedHashMap<String, Uids>();
        state.flags().stream()
                .sorted(FlagCursor::systemFirst)
                .forEach(flag -> sets.put(flag.name(), state.with(flag).and(uids)));
        sets.put("\\Recent", recent.and(uids));
        sets.values().removeIf(Uids::isEmpty);
        names = sets.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        members = sets.values().stream().map(Uids::iterator).toArray(PrimitiveIterator.OfLong[]::new);
        next = new long[members.length];
        for (int i = 0; i < members.length; i++) {
            next[i] = members[i].nextLong();
        }
    }

    /// The order in which people read them.
    private static int systemFirst(Flag a, Flag b) {
        int order = Boolean.compare(b.name().startsWith("\\"), a.name().startsWith("\\"));
        return order != 0 ? order : a.name().compareTo(b.name());
    }

    /// Appends `FLAGS (\Seen Work)`.
    ///
    /// @param uid not below the one asked for before
    void append(long uid, LineBuffer line) {
        line.ascii("FLAGS (");
        boolean first = true;
        for (int i = 0; i < next.length; i++) {
            while (next[i] < uid) {
                next[i] = members[i].hasNext() ? members[i].nextLong() : NO_MORE;
            }
            if (next[i] == uid) {
                if (!first) {
                    line.ascii(" ");
                }
                first = false;
                line.bytes(names[i]);
            }
        }
        line.ascii(")");
    }
}
