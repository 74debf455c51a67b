package org.posthorn.storage;

import java.util.HashSet;
import java.util.function.Consumer;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// Verifies the store: who exists here, each account in [AccountCheck], the bytes of messages in [BlobCheck]. Works on
/// a store that is in use: an account is looked at under its lock, and what touches other accounts is looked at twice
/// before it is a finding. Damage never ends the check: it is told, and the check goes on behind it.
final class StoreCheck {
    private final Engine engine;
    private final Accounts accounts;
    private final Directory directory;
    private final Consumer<String> listener;
    private long count;

    StoreCheck(Engine engine, Accounts accounts, Directory directory, Consumer<String> listener) {
        this.engine = engine;
        this.accounts = accounts;
        this.directory = directory;
        this.listener = listener;
    }

    /// @return how many findings there were
    long run() {
        guarded("the directory", this::checkDirectory);
        for (var entry : directory.accounts()) {
            String name = "account " + entry.id().value();
            guarded(name, () -> checkAccount(entry.id(), name));
        }
        for (var removed : removed()) {
            String name = "removed account " + removed;
            guarded(name, () -> new BlobCheck(engine, new AccountId(removed), told(name)).run());
        }
        guarded("the accounts", this::checkForgotten);
        return count;
    }

    private void checkAccount(AccountId id, String name) {
        AccountWriter writer;
        try {
            writer = accounts.acquire(id);
        } catch (Refused e) {
            if (directory.account(id).isPresent()) {
                tell(name + ": has no rows");
            }
            return;
        }
        try {
            writer.quietly(state -> {
                new AccountCheck(engine, id, state, told(name)).run();
                return state;
            });
            new BlobCheck(engine, id, told(name)).run();
        } finally {
            accounts.release(id);
        }
    }

    private void checkDirectory() {
        var ids = new HashSet<Integer>();
        int last = lastAccount();
        for (var entry : directory.accounts()) {
            int id = entry.id().value();
            EmailAddress address = entry.address();
            if (!ids.add(id)) {
                tell("directory: two addresses have the account " + id);
            }
            if (id > last) {
                tell("directory: account " + id + " is beyond the last one given out, " + last);
            }
            if (!directory.isLocalDomain(address.domain())) {
                tell("directory: the domain of account " + id + " is not there");
            }
        }
        int rows = engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.addresses()))
                .size();
        if (rows != directory.accounts().size()) {
            tell("directory: " + rows + " rows, but " + directory.accounts().size() + " accounts in memory");
        }
    }

    /// Rows of accounts that nobody knows.
    private void checkForgotten() {
        var removed = removed();
        for (int id = 1; id <= lastAccount(); id++) {
            if (removed.contains(id) || directory.account(new AccountId(id)).isPresent()) {
                continue;
            }
            for (Table table : Table.values()) {
                if (engine.any(Scope.account(id), table, Keys.everything())
                        && directory.account(new AccountId(id)).isEmpty()) {
                    tell("account " + id + ": is not in the directory, but has rows in " + table);
                }
            }
        }
    }

    private HashSet<Integer> removed() {
        var removed = new HashSet<Integer>();
        for (var row : engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.removedAccounts()))) {
            removed.add((int) Keys.behindKind(row.key()).u32());
        }
        return removed;
    }

    private int lastAccount() {
        return engine.get(Scope.DIRECTORY, Table.DIRECTORY, Keys.lastAccount())
                .map(Directory::number)
                .orElse(0);
    }

    private Consumer<String> told(String name) {
        return finding -> tell(name + ": " + finding);
    }

    private void guarded(String name, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            tell(name + ": can't be read: " + e.getMessage());
        }
    }

    private void tell(String finding) {
        count++;
        listener.accept(finding);
    }
}
