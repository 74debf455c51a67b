package org.posthorn.storage;

/// An account's number: given once by the directory, never given again, so no cache can mix two accounts up.
public record AccountId(int value) {
    public AccountId {
        if (value <= 0) {
            throw new IllegalArgumentException("account id " + value);
        }
    }
}
