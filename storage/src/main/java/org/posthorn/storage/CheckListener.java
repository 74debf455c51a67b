package org.posthorn.storage;

/// Is told how a check goes, on the checking thread.
public interface CheckListener {
    void found(Finding finding);

    /// So much more was verified.
    ///
    /// @param octets of message bodies that were read
    /// @param total  octets that there are in all, about
    default void verified(long messages, long octets, long total) {}
}
