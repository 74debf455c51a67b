package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.message.StoredPart;

/// Puts the CR in front of each LF that came out of a transfer encoding without one, in text whose lines end so: text
/// is sent with CRLF, whatever the sender's machine wrote (RFC 3516 §6, RFC 2046 §4.1.1). A CR alone is left as it is.
///
/// What is not encoded is not touched: octets with a bare LF are binary by RFC 2045 §2.9, and are given as they came.
final class CanonicalLines implements FieldFilter.Sink {
    /// Charsets in which the octet of LF is half of some other character.
    private static final Set<String> WIDE = Set.of("UTF-16", "UTF-32", "ISO-10646");

    private static final byte[] CR = {'\r'};

    private final FieldFilter.Sink sink;
    private boolean behindCr;

    CanonicalLines(FieldFilter.Sink sink) {
        this.sink = sink;
    }

    /// Whether the part has lines.
    static boolean matterTo(StoredPart part) {
        var charset = part.parameter("CHARSET");
        return part.type().is("TEXT")
                && (!charset.isPresent()
                        || WIDE.stream().noneMatch(charset.toString().toUpperCase(Locale.ROOT)::startsWith));
    }

    @Override
    public void accept(ByteBuffer bytes) throws PeerGone {
        int from = bytes.position();
        for (int i = from; i < bytes.limit(); i++) {
            byte b = bytes.get(i);
            if (b == '\n' && !behindCr) {
                pass(bytes, from, i);
                sink.accept(ByteBuffer.wrap(CR));
                from = i;
            }
            behindCr = b == '\r';
        }
        pass(bytes, from, bytes.limit());
    }

    private void pass(ByteBuffer bytes, int from, int to) throws PeerGone {
        if (to > from) {
            sink.accept(bytes.slice(from, to - from));
        }
    }
}
