package org.posthorn.storage.blob;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A chunk as it is stored. All chunks of a blob but the last unpack to [#SIZE] bytes, so an offset names its chunk.
///
///     chunk := version u8 = 1, form u8, length varint, payload, crc u32
///     form  := 0 the payload is the bytes | 1 it is their zstd frame, where that is shorter
///     crc   := CRC-32C of all before it
final class Chunk {
    static final int SIZE = 64 << 10;

    private static final int VERSION = 1;
    private static final int RAW = 0;
    private static final int ZSTD = 1;
    private static final int LEVEL = 1;
    private static final int CRC_SIZE = 4;

    private static final Lent<ZstdCompressCtx> PACKERS =
            new Lent<>(() -> new ZstdCompressCtx().setLevel(LEVEL).setContentSize(false));
    private static final Lent<ZstdDecompressCtx> UNPACKERS = new Lent<>(ZstdDecompressCtx::new);

    private Chunk() {}

    static byte[] pack(byte[] bytes, int length) {
        byte[] packed = compress(bytes, length);
        boolean shorter = packed.length < length;
        var out = new BytesWriter(Math.min(packed.length, length) + 16)
                .u8(VERSION)
                .u8(shorter ? ZSTD : RAW)
                .varint(length)
                .raw(shorter ? packed : bytes, 0, shorter ? packed.length : length);
        return out.u32(crc(out.toBytes(), out.size())).toBytes();
    }

    /// @throws BytesReader.Malformed damaged
    static byte[] unpack(byte[] chunk) {
        int end = chunk.length - CRC_SIZE;
        if (end < 0 || crc(chunk, end) != new BytesReader(chunk, end, CRC_SIZE).u32()) {
            throw new BytesReader.Malformed("checksum");
        }
        var in = new BytesReader(chunk, 0, end);
        int version = in.u8(); // no row's: the checksum is its own
        if (version != VERSION) {
            throw new BytesReader.Malformed("chunk format " + version);
        }
        int form = in.u8();
        long length = in.varint();
        if (length < 0 || length > SIZE) {
            throw new BytesReader.Malformed("chunk of " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        int unpacked =
                form == RAW ? copy(chunk, in.position(), end, bytes) : decompress(chunk, in.position(), end, bytes);
        if (unpacked != length) {
            throw new BytesReader.Malformed("chunk of " + unpacked + " bytes, not " + length);
        }
        return bytes;
    }

    private static int copy(byte[] chunk, int from, int to, byte[] bytes) {
        if (to - from == bytes.length) {
            System.arraycopy(chunk, from, bytes, 0, bytes.length);
        }
        return to - from;
    }

    private static long crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static byte[] compress(byte[] bytes, int length) {
        var packer = PACKERS.take();
        try {
            return packer.compress(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        } finally {
            PACKERS.giveBack(packer);
        }
    }

    private static int decompress(byte[] chunk, int from, int to, byte[] bytes) {
        var unpacker = UNPACKERS.take();
        try {
            return unpacker.decompressByteArray(bytes, 0, bytes.length, chunk, from, to - from);
        } catch (ZstdException e) {
            throw new BytesReader.Malformed("zstd: " + e.getMessage());
        } finally {
            UNPACKERS.giveBack(unpacker);
        }
    }

    /// Native contexts are dear to make and serve one call at a time; a few are kept for the next caller.
    private static final class Lent<T extends AutoCloseable> {
        private final BlockingQueue<T> kept = new ArrayBlockingQueue<>(8);
        private final Supplier<T> make;

        Lent(Supplier<T> make) {
            this.make = make;
        }

        T take() {
            T context = kept.poll();
            return context == null ? make.get() : context;
        }

        void giveBack(T context) {
            if (!kept.offer(context)) {
                try {
                    context.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
