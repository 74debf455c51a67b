package org.posthorn.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.message.Delivery;
import org.posthorn.storage.message.IncomingMessage;

/// The store's front door: one folder, one process, all accounts. Thread-safe.
public final class MailStore implements AutoCloseable {

    /// @param messageSize the largest message, in octets, the same for SMTP and APPEND
    public record Settings(Path folder, long messageSize, Clock clock) {}

    /// @throws StoreUnavailable with one readable line: not writable, in use by another process, of a newer format
    public static MailStore open(Settings settings) throws StoreUnavailable {
        throw new UnsupportedOperationException();
    }

    public Directory directory() {
        throw new UnsupportedOperationException();
    }

    /// Acquires an account; close it when done.
    ///
    /// @throws Refused NOT_FOUND
    public Account account(AccountId id) {
        throw new UnsupportedOperationException();
    }

    /// A new message, whose chunks will lie under one of its recipients.
    public IncomingMessage receive(AccountId home) {
        throw new UnsupportedOperationException();
    }

    /// Puts a finished message into every mailbox named, in one commit, and returns when it is on the disk.
    ///
    /// @throws Refused and nothing was delivered to anyone
    public void deliver(IncomingMessage message, List<Delivery> deliveries) {
        throw new UnsupportedOperationException();
    }

    /// Verifies every invariant of the store and tells each finding, one line each.
    ///
    /// @return how many there were
    public long check(Consumer<String> finding) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
