package org.posthorn.imap.search;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.posthorn.common.mime.Charsets;
import org.posthorn.common.mime.TransferDecoder;
import org.posthorn.imap.fetch.MessageBytes;
import org.posthorn.storage.message.StoredPart;

/// The text of one part as a person reads it, transfer encoding and charset undone, piece by piece into a search.
final class PartText {
    /// Between reads the search may end.
    private static final long SLICE = 1 << 18;

    private final TransferDecoder transfer;
    private final CharsetDecoder charset;
    private final ByteBuffer bytes = ByteBuffer.allocate(8_192);
    private final CharBuffer chars = CharBuffer.allocate(8_192);
    private final Needle.Search search;

    private PartText(StoredPart part, Needle.Search search) {
        this.transfer = TransferDecoder.of(part.encoding());
        var charset = part.parameter("CHARSET");
        this.charset = Charsets.of(charset.isPresent() ? charset.toString() : "us-ascii")
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        this.search = search;
    }

    static boolean contains(MessageBytes message, StoredPart part, Needle needle) {
        var text = new PartText(part, needle.search());
        for (long at = part.bodyStart(); at < part.bodyEnd() && !text.search.found(); at += SLICE) {
            message.<RuntimeException>read(at, Math.min(at + SLICE, part.bodyEnd()), chunk -> text.accept(chunk));
        }
        return text.finish();
    }

    private void accept(ByteBuffer chunk) {
        if (!search.found()) {
            decode(transfer.decode(chunk), false);
        }
    }

    private boolean finish() {
        if (!search.found()) {
            decode(transfer.finish(), true);
        }
        return search.found();
    }

    private void decode(ByteBuffer decoded, boolean last) {
        do {
            int room = Math.min(bytes.remaining(), decoded.remaining());
            bytes.put(decoded.slice(decoded.position(), room));
            decoded.position(decoded.position() + room);
            bytes.flip();
            boolean end = last && !decoded.hasRemaining();
            while (charset.decode(bytes, chars, end).isOverflow()) {
                drain();
            }
            drain();
            bytes.compact(); // what is left is the beginning of a character
        } while (decoded.hasRemaining() && !search.found());
        if (last && !search.found()) {
            charset.flush(chars);
            drain();
        }
    }

    private void drain() {
        search.accept(chars.flip());
        chars.clear();
    }
}
