package org.posthorn.storage.mailbox;

import org.roaringbitmap.RoaringBitmap;

/// Collects UIDs, in any order. Not thread-safe.
public final class UidsBuilder {
    private RoaringBitmap bitmap = new RoaringBitmap();

    /// @throws IllegalArgumentException not a UID: 0, negative, or beyond 32 bits
    public UidsBuilder add(long uid) {
        bitmap.add((int) checked(uid));
        return this;
    }

    /// Both included; nothing when first is greater.
    public UidsBuilder addRange(long first, long last) {
        if (first <= last) {
            bitmap.add(checked(first), checked(last) + 1);
        }
        return this;
    }

    public UidsBuilder addAll(Uids uids) {
        bitmap.or(uids.bitmap());
        return this;
    }

    /// What was collected; the builder begins anew.
    public Uids build() {
        var built = bitmap;
        bitmap = new RoaringBitmap();
        return built.isEmpty() ? Uids.NONE : new Uids(built);
    }

    private static long checked(long uid) {
        if (uid < 1 || uid > Uids.MAX) {
            throw new IllegalArgumentException("UID " + uid);
        }
        return uid;
    }
}
