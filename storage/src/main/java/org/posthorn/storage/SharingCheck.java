package org.posthorn.storage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// Verifies the directory's rows of who shares with whom against the accounts' lists of rights. Rows are read once;
/// what differs from an account's lists is looked at again under that account's lock.
final class SharingCheck {
    private final Engine engine;
    private final Findings findings;
    /// By owner.
    private final Map<Integer, Set<Integer>> grantees = new HashMap<>();

    SharingCheck(Engine engine, Findings findings) {
        this.engine = engine;
        this.findings = findings;
    }

    void read() {
        engine.scan(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.shares()), row -> {
            var key = Keys.behindKind(row.key());
            int grantee = (int) key.u32();
            grantees.computeIfAbsent((int) key.u32(), _ -> new HashSet<>()).add(grantee);
            return true;
        });
    }

    /// @param where empty: the lists were put together anew, and what follows from them is written without a word
    void check(AccountWriter owner, Optional<Where> where) {
        owner.quietly(state -> {
            var expected = state.grantees(owner.id());
            var all = new HashSet<>(expected);
            all.addAll(grantees.getOrDefault(owner.id().value(), Set.of()));
            for (int grantee : all) {
                compare(grantee, owner.id().value(), expected.contains(grantee), where);
            }
            return all;
        });
        grantees.remove(owner.id().value());
    }

    /// When all accounts were checked: rows of owners that are none.
    ///
    /// @param known accounts that are there, or whose rows are still being deleted
    void checkRest(Set<Integer> known) {
        grantees.keySet().removeAll(known);
        grantees.forEach(
                (owner, all) -> all.forEach(grantee -> compare(grantee, owner, false, Optional.of(Where.STORE))));
    }

    private void compare(int grantee, int owner, boolean shares, Optional<Where> where) {
        byte[] key = Keys.share(grantee, owner);
        var row = engine.get(Scope.DIRECTORY, Table.DIRECTORY, key);
        boolean sound = row.filter(value -> Arrays.equals(value, Sharing.SHARE)).isPresent();
        if (shares ? sound : row.isEmpty()) {
            return;
        }
        where.ifPresent(place -> findings.tell(
                Damage.SHARE,
                place,
                shares
                        ? "the directory's row that it shares with account " + grantee + " is gone or damaged"
                        : "the directory says that account " + owner + " shares with account " + grantee));
        if (findings.repairing()) {
            var batch = Batch.in(Scope.DIRECTORY);
            if (shares) {
                batch.put(Table.DIRECTORY, key, Sharing.SHARE);
            } else {
                batch.delete(Table.DIRECTORY, key);
            }
            engine.commit(List.of(batch.build()), List.of(), () -> {}).await();
        }
    }
}
