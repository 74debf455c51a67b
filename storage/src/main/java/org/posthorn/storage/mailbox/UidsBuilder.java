package org.posthorn.storage.mailbox;

/// Collects UIDs, in any order. Not thread-safe.
public final class UidsBuilder {

    public UidsBuilder add(long uid) {
        throw new UnsupportedOperationException();
    }

    public UidsBuilder addRange(long first, long last) {
        throw new UnsupportedOperationException();
    }

    public UidsBuilder addAll(Uids uids) {
        throw new UnsupportedOperationException();
    }

    public Uids build() {
        throw new UnsupportedOperationException();
    }
}
