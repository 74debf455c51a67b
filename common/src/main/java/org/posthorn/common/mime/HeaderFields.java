package org.posthorn.common.mime;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The fields of one header block (RFC 5322 §2.2), found in its bytes without copying them. Immutable,
/// thread-safe.
public final class HeaderFields {

    /// One field: `bytes[start, end)` with its folding and final CRLF; the body starts behind the colon.
    public record Field(String name, int start, int bodyStart, int end) {}

    private final byte[] bytes;
    private final List<Field> fields;

    private HeaderFields(byte[] bytes, List<Field> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /// Reads a block up to the empty line or the end. Lines that are no field belong to the field before
    /// them.
    ///
    /// @param block not copied, and not to be changed from now on
    public static HeaderFields of(byte[] block) {
        return of(block, block.length);
    }

    /// The same of one name (any case) only, without looking at the names of the others.
    ///
    /// @param name of US-ASCII
    public static HeaderFields of(byte[] block, String name) {
        return of(block, block.length, (start, end) -> isNamed(block, start, end, name));
    }

    static HeaderFields of(byte[] block, int length) {
        return of(block, length, (_, _) -> true);
    }

    private interface Wanted {
        /// By the place of its name.
        boolean test(int start, int end);
    }

    private static HeaderFields of(byte[] block, int length, Wanted wanted) {
        var fields = new ArrayList<Field>();
        int start = -1;
        int colon = 0;
        int at = 0;
        while (at < length && !isEmptyLine(block, at, length)) {
            int end = FieldText.lineEnd(block, at, length);
            int nextColon = colon(block, at, end);
            if (nextColon >= 0) {
                addField(fields, block, start, colon, at, wanted);
                start = at;
                colon = nextColon;
            }
            at = end;
        }
        addField(fields, block, start, colon, at, wanted);
        return new HeaderFields(block, Collections.unmodifiableList(fields));
    }

    private static void addField(List<Field> fields, byte[] block, int start, int colon, int end, Wanted wanted) {
        if (start >= 0) {
            int nameEnd = colon;
            while (FieldText.isSpace(block[nameEnd - 1])) {
                nameEnd--;
            }
            if (wanted.test(start, nameEnd)) {
                fields.add(new Field(FieldText.decode(block, start, nameEnd), start, colon + 1, end));
            }
        }
    }

    private static boolean isNamed(byte[] block, int start, int end, String name) {
        if (end - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase(block[start + i] & 0xff) != Character.toLowerCase(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmptyLine(byte[] block, int at, int length) {
        return block[at] == '\n' || block[at] == '\r' && at + 1 < length && block[at + 1] == '\n';
    }

    /// The colon that ends a field's name, -1 when the line begins no field. RFC 5322 §4.5 lets white space
    /// stand before the colon; 8-bit bytes are taken into names, control characters and inner white space
    /// are not.
    private static int colon(byte[] block, int at, int end) {
        int i = at;
        while (i < end && block[i] != ':' && (block[i] > ' ' || block[i] < 0) && block[i] != 0x7F) {
            i++;
        }
        if (i == at) {
            return -1;
        }
        while (i < end && FieldText.isSpace(block[i])) {
            i++;
        }
        return i < end && block[i] == ':' ? i : -1;
    }

    /// In order of appearance.
    public List<Field> fields() {
        return fields;
    }

    /// Unfolded bodies of all fields of the name (any case), raw: no encoded-word is decoded.
    public List<String> all(String name) {
        var found = new ArrayList<String>();
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                found.add(raw(field));
            }
        }
        return found;
    }

    /// The first field of the name (any case), as [#all] gives it.
    public Optional<String> first(String name) {
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(raw(field));
            }
        }
        return Optional.empty();
    }

    /// How the characters of the first field of the name were read from its bytes.
    Charset charset(String name) {
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return FieldText.charset(bytes, field.bodyStart(), field.end());
            }
        }
        return StandardCharsets.ISO_8859_1;
    }

    /// The field's body unfolded, without white space at its ends, nothing decoded.
    public String raw(Field field) {
        return FieldText.unfolded(bytes, field.bodyStart(), field.end());
    }

    /// The field as it stands, with its folding and final CRLF. Read-only.
    public ByteBuffer bytes(Field field) {
        return ByteBuffer.wrap(bytes, field.start(), field.end() - field.start())
                .slice()
                .asReadOnlyBuffer();
    }

    /// As a person reads it: unfolded, encoded-words decoded (RFC 2047), 8-bit taken as UTF-8 where it is.
    public String decoded(Field field) {
        return EncodedWord.decode(raw(field));
    }
}
