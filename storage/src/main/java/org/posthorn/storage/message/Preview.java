package org.posthorn.storage.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.posthorn.common.mime.Charsets;
import org.posthorn.common.mime.TransferDecoder;

/// The first words of a message, for lists (RFC 8970 §3): of its first text that is no attachment, without markup and
/// without what is quoted from others.
public final class Preview {
    /// Of the text no more than this is looked at.
    public static final int MOST_READ = 16 << 10;

    /// Of a text that goes on, so much is enough.
    static final int ENOUGH = 2 << 10;

    /// RFC 8970 §3.3 asks for no more.
    private static final int CHARACTERS = 200;

    private Preview() {}

    /// The part that it is made of.
    public static Optional<StoredPart> part(StoredPart part) {
        if (part.type().is("TEXT")
                && (part.subtype().is("PLAIN") || part.subtype().is("HTML"))) {
            return isAttachment(part) ? Optional.empty() : Optional.of(part);
        }
        return part.children().stream()
                .map(Preview::part)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isAttachment(StoredPart part) {
        var in = part.fields();
        return in.skip(2 * in.count()).skip(4).text().is("ATTACHMENT");
    }

    /// Never fails, whatever the bytes are.
    ///
    /// @param content the first bytes of the part's body, as encoded
    /// @return maybe empty
    public static String of(StoredPart part, ByteBuffer content) {
        String text = text(part, content);
        return shortened(part.subtype().is("HTML") ? Jsoup.parse(text).text() : unquoted(text));
    }

    private static String text(StoredPart part, ByteBuffer content) {
        var decoder = TransferDecoder.of(part.encoding());
        var start = decoder.decode(content);
        var decoded = ByteBuffer.allocate(start.remaining() + 8_192).put(start);
        decoded.put(decoder.finish()).flip();
        var charset = part.parameter("CHARSET");
        try {
            return Charsets.of(charset.isPresent() ? charset.toString() : "us-ascii")
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .onUnmappableCharacter(CodingErrorAction.IGNORE)
                    .decode(decoded)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a decoder that ignores errors has one", e);
        }
    }

    private static String unquoted(String text) {
        var own = new StringBuilder();
        text.lines()
                .filter(line -> !line.startsWith(">"))
                .forEach(line -> own.append(line).append(' '));
        return own.toString();
    }

    /// Each run of what is no character to be seen is a space.
    private static String shortened(String text) {
        var out = new StringBuilder(CHARACTERS + 16);
        int characters = 0;
        boolean space = false;
        for (int at = 0; at < text.length() && characters < CHARACTERS; ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
                space = characters > 0;
                continue;
            }
            if (space) {
                if (characters + 1 == CHARACTERS) {
                    break;
                }
                out.append(' ');
                characters++;
            }
            space = false;
            out.appendCodePoint(c);
            characters++;
        }
        return out.toString();
    }
}
