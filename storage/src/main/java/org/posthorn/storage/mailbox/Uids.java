package org.posthorn.storage.mailbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.PrimitiveIterator;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/// An immutable set of UIDs (1 to 4,294,967,295), compressed: a RoaringBitmap inside. Thread-safe.
///
/// Stored:
///
///     uids  := 0 count varint gap varint*       up to 16 members; each gap to the one before, the first to 0
///            | 1 length varint bitmap           RoaringBitmap's portable format, run-optimised
public final class Uids {
    public static final long MAX = 0xffff_ffffL;
    public static final Uids NONE = new Uids(new RoaringBitmap());

    private static final int FEW = 16;

    private final RoaringBitmap bitmap;

    /// Takes the bitmap over.
    Uids(RoaringBitmap bitmap) {
        this.bitmap = bitmap;
    }

    public static Uids of(long... uids) {
        var builder = new UidsBuilder();
        for (long uid : uids) {
            builder.add(uid);
        }
        return builder.build();
    }

    /// All from `first` to `last`, both included; NONE when first is greater.
    public static Uids range(long first, long last) {
        return first > last ? NONE : new UidsBuilder().addRange(first, last).build();
    }

    /// About how many octets this takes in memory.
    public long weight() {
        return bitmap.getLongSizeInBytes();
    }

    public int count() {
        return bitmap.getCardinality();
    }

    public boolean isEmpty() {
        return bitmap.isEmpty();
    }

    public boolean contains(long uid) {
        return uid > 0 && uid <= MAX && bitmap.contains((int) uid);
    }

    /// How many members are at most `uid`: a member's sequence number in a mailbox of just these.
    public int rank(long uid) {
        if (uid <= 0) {
            return 0;
        }
        return uid >= MAX ? count() : bitmap.rank((int) uid);
    }

    /// The member at a sequence number, 1 to [#count()].
    ///
    /// @throws IndexOutOfBoundsException there is none
    public long at(int sequence) {
        if (sequence < 1 || sequence > count()) {
            throw new IndexOutOfBoundsException("sequence number " + sequence + " of " + count());
        }
        return Integer.toUnsignedLong(bitmap.select(sequence - 1));
    }

    /// @throws java.util.NoSuchElementException when empty
    public long first() {
        return Integer.toUnsignedLong(bitmap.first());
    }

    /// @throws java.util.NoSuchElementException when empty
    public long last() {
        return Integer.toUnsignedLong(bitmap.last());
    }

    public Uids and(Uids other) {
        return of(RoaringBitmap.and(bitmap, other.bitmap));
    }

    public Uids or(Uids other) {
        if (other.isEmpty()) {
            return this;
        }
        return isEmpty() ? other : new Uids(RoaringBitmap.or(bitmap, other.bitmap));
    }

    public Uids minus(Uids other) {
        return other.isEmpty() ? this : of(RoaringBitmap.andNot(bitmap, other.bitmap));
    }

    public Uids xor(Uids other) {
        return of(RoaringBitmap.xor(bitmap, other.bitmap));
    }

    /// Ascending.
    public PrimitiveIterator.OfLong iterator() {
        return new Ascending(bitmap.getIntIterator());
    }

    /// As IMAP writes it: `1:4,7`.
    @Override
    public String toString() {
        var text = new StringBuilder();
        var members = iterator();
        long first = members.hasNext() ? members.nextLong() : 0;
        long last = first;
        while (last > 0) {
            long next = members.hasNext() ? members.nextLong() : 0;
            if (next != last + 1) {
                text.append(text.isEmpty() ? "" : ",").append(first);
                if (last > first) {
                    text.append(':').append(last);
                }
                first = next;
            }
            last = next;
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Uids uids && bitmap.equals(uids.bitmap);
    }

    @Override
    public int hashCode() {
        return bitmap.hashCode();
    }

    public void writeTo(BytesWriter out) {
        if (count() <= FEW) {
            out.u8(0).varint(count());
            long last = 0;
            for (var members = iterator(); members.hasNext(); ) {
                long uid = members.nextLong();
                out.varint(uid - last);
                last = uid;
            }
            return;
        }
        // Run-optimising changes the containers in place, so it works on a copy.
        var optimised = bitmap.clone();
        optimised.runOptimize();
        var bytes = new ByteArrayOutputStream(optimised.serializedSizeInBytes());
        try {
            optimised.serialize(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.u8(1).bytes(bytes.toByteArray());
    }

    public static Uids readFrom(BytesReader in) {
        if (in.u8() == 0) {
            var builder = new UidsBuilder();
            long uid = 0;
            for (long left = in.varint(); left > 0; left--) {
                uid += in.varint();
                builder.add(uid);
            }
            return builder.build();
        }
        var bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(new DataInputStream(new ByteArrayInputStream(in.bytes())));
        } catch (IOException e) {
            throw new BytesReader.Malformed("bitmap: " + e.getMessage());
        }
        return new Uids(bitmap);
    }

    RoaringBitmap bitmap() {
        return bitmap;
    }

    private static Uids of(RoaringBitmap bitmap) {
        return bitmap.isEmpty() ? NONE : new Uids(bitmap);
    }

    private record Ascending(PeekableIntIterator members) implements PrimitiveIterator.OfLong {
        @Override
        public boolean hasNext() {
            return members.hasNext();
        }

        @Override
        public long nextLong() {
            return Integer.toUnsignedLong(members.next());
        }
    }
}
