package org.posthorn.imap.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.Account;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.MailStore;

/// The accounts of others that a session has open, each as its own user. They are closed behind the command that needed
/// them, but for the one whose mailbox is selected. For the connection's command thread only.
final class Neighbours {
    private final MailStore store;
    private final Map<AccountId, Account> open = new HashMap<>();

    Neighbours(MailStore store) {
        this.store = store;
    }

    /// @throws org.posthorn.storage.Refused NOT_FOUND: it was removed
    Account open(AccountId owner, AccountId user) {
        return open.computeIfAbsent(owner, id -> store.account(id, user));
    }

    void closeAllBut(Optional<AccountId> kept) {
        open.values().removeIf(account -> {
            boolean closes = kept.filter(account.id()::equals).isEmpty();
            if (closes) {
                account.close();
            }
            return closes;
        });
    }
}
