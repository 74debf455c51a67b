package org.posthorn.storage.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Builds keys and values: fixed-width numbers big-endian, so that the order of keys is the order of their meaning;
/// lengths and counters as varints (seven bits a byte, least significant first). Not thread-safe.
///
/// A row, the value of any key but a chunk's, is what the class that owns it documents, sealed by [#toRow()]:
///
///     row := (0x80 | version) u8, rest, crc u32      crc: CRC-32C of all before it
///
/// Written before there were seals, it is `version u8, rest`; [BytesReader#version] takes both. Marks, rows whose
/// key says everything, are a bare version byte.
public final class BytesWriter {
    /// In the version byte: a checksum of this length is behind the row.
    static final int SEALED = 0x80;

    static final int SEAL = 4;

    private byte[] bytes;
    private int size;

    public BytesWriter() {
        this(64);
    }

    public BytesWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public BytesWriter u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public BytesWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public BytesWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public BytesWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /// Not negative.
    public BytesWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("varint " + value);
        }
        long rest = value;
        while (rest >= 0x80) {
            u8((int) rest | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    /// Any sign, up to 62 bits; small magnitudes are short.
    public BytesWriter signed(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    public BytesWriter raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    public BytesWriter raw(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    /// Its length and the bytes.
    public BytesWriter bytes(byte[] value) {
        return varint(value.length).raw(value);
    }

    public BytesWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public BytesWriter text(Optional<String> value) {
        value.ifPresentOrElse(text -> u8(1).text(text), () -> u8(0));
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /// The bytes as a row: sealed with their checksum. The first of them is the row's version.
    public byte[] toRow() {
        byte[] row = Arrays.copyOf(bytes, size + SEAL);
        row[0] |= (byte) SEALED;
        int crc = crc(row, 0, size);
        for (int i = 0; i < SEAL; i++) {
            row[size + i] = (byte) (crc >>> 24 - 8 * i);
        }
        return row;
    }

    /// CRC-32C.
    static int crc(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }
}
