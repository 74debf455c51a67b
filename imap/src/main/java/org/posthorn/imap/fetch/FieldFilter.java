package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.common.net.PeerGone;

/// Lets some fields of a header pass, and its empty line (RFC 9051 §6.4.5.1), byte for byte and in one go over chunks
/// of any size: it holds no more than the beginning of a line.
///
/// A line that is no field goes with the field before it; in front of all fields it is one that no name matches.
final class FieldFilter {

    /// Where bytes go.
    interface Sink {
        void accept(ByteBuffer bytes) throws PeerGone;
    }

    /// What the line is whose bytes come next.
    private enum Line {
        START,
        NAME,
        /// Decided: `passing`.
        REST
    }

    private final Set<String> names;
    private final boolean others;
    private final Sink sink;
    private final byte[] name = new byte[MAX_NAME];
    private int held;
    private int letters;
    private Line line = Line.START;
    private boolean passing;

    /// Longer names than any in use are no names: the line goes with the field before it.
    static final int MAX_NAME = 256;

    /// @param others whether the fields of other names pass, instead of those named
    FieldFilter(List<String> names, boolean others, Sink sink) {
        this.names = names.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        this.others = others;
        this.sink = sink;
        this.passing = others;
    }

    void accept(ByteBuffer chunk) throws PeerGone {
        while (chunk.hasRemaining()) {
            switch (line) {
                case START -> start(chunk);
                case NAME -> name(chunk);
                case REST -> rest(chunk);
            }
        }
    }

    /// The header has ended, maybe within a line.
    void finish() throws PeerGone {
        if (line == Line.NAME) {
            decided(passing);
        }
    }

    private void start(ByteBuffer chunk) throws PeerGone {
        byte b = chunk.get(chunk.position());
        held = 0;
        letters = 0;
        if (b == ' ' || b == '\t') {
            decided(passing);
        } else if (b == '\r' || b == '\n') {
            decided(true); // the empty line: the header ends with it
        } else {
            line = Line.NAME;
        }
    }

    private void name(ByteBuffer chunk) throws PeerGone {
        byte b = chunk.get(chunk.position());
        boolean space = b == ' ' || b == '\t';
        if (b == ':') {
            String field = new String(name, 0, letters, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
            decided(letters == 0 ? passing : names.contains(field) != others);
        } else if (held == MAX_NAME || !(space || (b > ' ' && b < 0x7f && letters == held))) {
            decided(passing);
        } else {
            // RFC 5322 §4.5: old mail has space in front of the colon.
            name[held++] = chunk.get();
            letters += space ? 0 : 1;
        }
    }

    private void decided(boolean pass) throws PeerGone {
        passing = pass;
        line = Line.REST;
        if (pass && held > 0) {
            sink.accept(ByteBuffer.wrap(name, 0, held));
        }
        held = 0;
    }

    private void rest(ByteBuffer chunk) throws PeerGone {
        int start = chunk.position();
        int end = start;
        while (end < chunk.limit() && chunk.get(end) != '\n') {
            end++;
        }
        if (end < chunk.limit()) {
            end++;
            line = Line.START;
        }
        if (passing) {
            sink.accept(chunk.slice(start, end - start));
        }
        chunk.position(end);
    }
}
