package org.posthorn.storage.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads what [BytesWriter] wrote. Anything that does not fit is [Malformed]: the row is damaged. Not thread-safe.
public final class BytesReader {

    /// The bytes are not what a writer of ours made.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message);
        }
    }

    private final byte[] bytes;
    private int end;
    private int position;

    public BytesReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public BytesReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /// Reads the format-version byte that every value starts with. Where it says that the row is sealed, verifies the
    /// checksum and cuts it off; rows from before there were any are taken as they are.
    ///
    /// @throws Malformed when it is a newer version, or the row is not what was written
    public int version(int newest) {
        int first = u8();
        if ((first & BytesWriter.SEALED) != 0) {
            int start = position - 1;
            need(BytesWriter.SEAL);
            end -= BytesWriter.SEAL;
            var seal = new BytesReader(bytes, end, BytesWriter.SEAL);
            if ((int) seal.u32() != BytesWriter.crc(bytes, start, end - start)) {
                throw new Malformed("checksum");
            }
        } else if (hasLostItsSeal()) {
            throw new Malformed("checksum");
        }
        int version = first & ~BytesWriter.SEALED;
        if (version < 1 || version > newest) {
            throw new Malformed("row format " + version + ", known up to " + newest);
        }
        return version;
    }

    /// Whether only the bit that says so is missing: a row that ends with the checksum of what it would be sealed.
    private boolean hasLostItsSeal() {
        int start = position - 1;
        if (end - start <= BytesWriter.SEAL) {
            return false;
        }
        byte[] sealed = Arrays.copyOfRange(bytes, start, end - BytesWriter.SEAL);
        sealed[0] |= (byte) BytesWriter.SEALED;
        var seal = new BytesReader(bytes, end - BytesWriter.SEAL, BytesWriter.SEAL);
        return (int) seal.u32() == BytesWriter.crc(sealed, 0, sealed.length);
    }

    public boolean more() {
        return position < end;
    }

    public int position() {
        return position;
    }

    /// Where the bytes end that can be read; a row's seal is behind it.
    public int end() {
        return end;
    }

    public int u8() {
        need(1);
        return bytes[position++] & 0xff;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public long u32() {
        return (long) u16() << 16 | u16();
    }

    public long u64() {
        return u32() << 32 | u32();
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new Malformed("varint too long");
    }

    public long signed() {
        long folded = varint();
        return folded >>> 1 ^ -(folded & 1);
    }

    /// A varint that counts or measures something that is still to come, so it can't be more than the bytes left.
    public int length() {
        long value = varint();
        if (value > end - position) {
            throw new Malformed("length " + value + " with " + (end - position) + " bytes left");
        }
        return (int) value;
    }

    public byte[] bytes() {
        return raw(length());
    }

    public byte[] raw(int length) {
        need(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public byte[] rest() {
        return raw(end - position);
    }

    public String restAsText() {
        return new String(rest(), StandardCharsets.UTF_8);
    }

    public String text() {
        int length = length();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    public Optional<String> optionalText() {
        return u8() == 0 ? Optional.empty() : Optional.of(text());
    }

    private void need(int count) {
        if (count < 0 || count > end - position) {
            throw new Malformed("ends after " + (end - position) + " of " + count + " bytes");
        }
    }
}
