package org.posthorn.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// Verifies who exists: the directory's rows against what is in memory, and against the accounts that have rows.
final class DirectoryCheck {
    private final Engine engine;
    private final Directory directory;
    private final Findings findings;
    private final Set<Integer> homes = new TreeSet<>();
    private final Set<Integer> removed = new HashSet<>();

    DirectoryCheck(Engine engine, Directory directory, Findings findings) {
        this.engine = engine;
        this.directory = directory;
        this.findings = findings;
    }

    void run() {
        var damage = directory.damage();
        damage.lost().forEach(row -> findings.tell(Damage.DIRECTORY_ROW, Where.STORE, row));
        damage.known().forEach(row -> findings.tell(Damage.DIRECTORY_STORED, Where.STORE, row));
        for (var row : engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.removedAccounts()))) {
            removed.add((int) Keys.behindKind(row.key()).u32());
        }
        for (var entry : directory.accounts()) {
            if (!homes.add(entry.id().value())) {
                var where = Where.of(entry.address().toString());
                findings.tell(
                        Damage.DIRECTORY_ROW,
                        where,
                        "another address has its account " + entry.id().value() + " too");
            }
        }
        for (var table : List.of(Table.ACCOUNT, Table.MESSAGE)) {
            Scope.accounts(engine, table).forEach(this::checkKnown);
        }
        if (findings.repairing()) {
            directory.writeAgain();
        }
    }

    /// Accounts that may hold blobs: those in the directory, removed ones, and those that nobody knows.
    Set<Integer> homes() {
        return homes;
    }

    /// Accounts that are there, and those that are no more, whose rows are still being deleted.
    Set<Integer> owners() {
        var owners = new HashSet<>(removed);
        directory.accounts().forEach(entry -> owners.add(entry.id().value()));
        return owners;
    }

    private void checkKnown(int id) {
        if (!homes.add(id)
                || removed.contains(id)
                || directory.account(new AccountId(id)).isPresent()) {
            return;
        }
        findings.tell(
                Damage.FORGOTTEN_ACCOUNT, Where.of("account " + id), "it has mail, but no address in the directory");
    }
}
