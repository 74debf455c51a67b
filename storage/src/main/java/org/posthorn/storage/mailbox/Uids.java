package org.posthorn.storage.mailbox;

import java.util.PrimitiveIterator;

/// An immutable set of UIDs (1 to 4,294,967,295), compressed: a RoaringBitmap inside. Thread-safe.
public final class Uids {
    public static final Uids NONE = null; // skeleton

    public static Uids of(long... uids) {
        throw new UnsupportedOperationException();
    }

    /// All from `first` to `last`, both included; NONE when first is greater.
    public static Uids range(long first, long last) {
        throw new UnsupportedOperationException();
    }

    public int count() {
        throw new UnsupportedOperationException();
    }

    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }

    public boolean contains(long uid) {
        throw new UnsupportedOperationException();
    }

    /// How many members are at most `uid`: a member's sequence number in a mailbox of just these.
    public int rank(long uid) {
        throw new UnsupportedOperationException();
    }

    /// The member at a sequence number, 1 to [#count()].
    public long at(int sequence) {
        throw new UnsupportedOperationException();
    }

    public long first() {
        throw new UnsupportedOperationException();
    }

    public long last() {
        throw new UnsupportedOperationException();
    }

    public Uids and(Uids other) {
        throw new UnsupportedOperationException();
    }

    public Uids or(Uids other) {
        throw new UnsupportedOperationException();
    }

    public Uids minus(Uids other) {
        throw new UnsupportedOperationException();
    }

    public Uids xor(Uids other) {
        throw new UnsupportedOperationException();
    }

    /// Ascending.
    public PrimitiveIterator.OfLong iterator() {
        throw new UnsupportedOperationException();
    }

    /// As IMAP writes it: `1:4,7`.
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }
}
