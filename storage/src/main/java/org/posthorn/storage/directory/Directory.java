package org.posthorn.storage.directory;

import java.util.List;
import java.util.Optional;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.AccountId;

/// Who exists: domains, accounts and their passwords. Thread-safe; every change returns when it is on the disk.
/// Names compare in their canonical form ([EmailAddress#canonical()]).
public final class Directory {

    public record Entry(AccountId id, EmailAddress address) {}

    public List<String> domains() {
        throw new UnsupportedOperationException();
    }

    public boolean isLocalDomain(String domain) {
        throw new UnsupportedOperationException();
    }

    /// @throws org.posthorn.storage.Refused EXISTS
    public void addDomain(String domain) {
        throw new UnsupportedOperationException();
    }

    /// @throws org.posthorn.storage.Refused NOT_FOUND; IN_USE while it has accounts
    public void removeDomain(String domain) {
        throw new UnsupportedOperationException();
    }

    /// In the order of their addresses.
    public List<Entry> accounts() {
        throw new UnsupportedOperationException();
    }

    /// Makes the account with its INBOX, Drafts, Sent, Archive, Junk and Trash, all subscribed. Its domain is added
    /// when it is not
    /// there.
    ///
    /// @throws org.posthorn.storage.Refused EXISTS
    public AccountId addAccount(EmailAddress address, String password) {
        throw new UnsupportedOperationException();
    }

    /// One account of an import: its address and password.
    public record NewAccount(EmailAddress address, String password) {}

    /// Removes the account and all its mail.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public void removeAccount(EmailAddress address) {
        throw new UnsupportedOperationException();
    }

    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public void setPassword(EmailAddress address, String password) {
        throw new UnsupportedOperationException();
    }

    /// The account that a recipient address reaches: the address itself, or without its `+tag`.
    public Optional<Entry> recipient(EmailAddress address) {
        throw new UnsupportedOperationException();
    }

    /// The account, when login and password fit. Takes the same time whether the account exists or not.
    public Optional<Entry> authenticate(String login, String password) {
        throw new UnsupportedOperationException();
    }
}
