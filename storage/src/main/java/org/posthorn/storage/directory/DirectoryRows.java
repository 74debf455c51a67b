package org.posthorn.storage.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// The directory's rows as they are on the disk, sound or not.
record DirectoryRows(Engine engine) {
    private static final int VERSION = 1;
    private static final int DOMAIN_VERSION = 2;
    private static final byte[] MARK = {VERSION};
    /// Where the last number given out is not known: so far behind the last one seen nobody was.
    private static final int MARGIN = 1_000;

    /// The row, unless it is damaged or under another's key.
    static Optional<AccountRow> account(Engine.Entry row) {
        try {
            var account = AccountRow.ofBytes(row.value());
            return Optional.of(account).filter(it -> Arrays.equals(Keys.address(it.key()), row.key()));
        } catch (RuntimeException _) {
            return Optional.empty(); // whatever the decoder tripped over, the row is not what was written
        }
    }

    static byte[] domain(QuotaLimits limits) {
        return limits.writeTo(new BytesWriter(8).u8(DOMAIN_VERSION)).toRow();
    }

    /// Of a domain's row; empty when it is damaged.
    static Optional<QuotaLimits> limits(byte[] row) {
        try {
            var in = new BytesReader(row);
            return Optional.of(in.version(DOMAIN_VERSION) < 2 ? QuotaLimits.UNSAID : QuotaLimits.readFrom(in));
        } catch (BytesReader.Malformed | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static byte[] lastAccount(int id) {
        return new BytesWriter(8).u8(VERSION).varint(id).toRow();
    }

    /// The last number given out, or one behind every number seen.
    int lastAccount(Collection<AccountId> known) {
        var row = engine.get(Scope.DIRECTORY, Table.DIRECTORY, Keys.lastAccount());
        int seen = known.stream().mapToInt(AccountId::value).max().orElse(0);
        if (row.isEmpty() && seen == 0) {
            return 0;
        }
        var stored = row.flatMap(DirectoryRows::number).filter(number -> number >= seen);
        return stored.orElseGet(() -> behind(seen));
    }

    private int behind(int seen) {
        int last = seen;
        for (var table : new Table[] {Table.ACCOUNT, Table.MESSAGE}) {
            for (int id : Scope.accounts(engine, table)) {
                last = Math.max(last, id);
            }
        }
        for (var row : engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.removedAccounts()))) {
            last = Math.max(last, (int) Keys.behindKind(row.key()).u32());
        }
        return last + MARGIN;
    }

    private static Optional<Integer> number(byte[] row) {
        try {
            var in = new BytesReader(row);
            in.version(VERSION);
            return Optional.of(Math.toIntExact(in.varint()));
        } catch (BytesReader.Malformed | ArithmeticException _) {
            return Optional.empty();
        }
    }

    Directory.Damage damage(Map<String, QuotaLimits> domains, Map<String, AccountRow> accounts, int lastAccount) {
        var lost = new ArrayList<String>();
        var known = new ArrayList<String>();
        for (var row : engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.addresses()))) {
            String address = Keys.behindKind(row.key()).restAsText();
            var inMemory = Optional.ofNullable(accounts.get(address));
            if (!account(row).equals(inMemory) || inMemory.isEmpty()) {
                (inMemory.isPresent() ? known : lost).add("the row of the account " + address + " is damaged");
            }
        }
        for (String address : accounts.keySet()) {
            if (engine.get(Scope.DIRECTORY, Table.DIRECTORY, Keys.address(address))
                    .isEmpty()) {
                known.add("the row of the account " + address + " is gone");
            }
        }
        for (var row : accounts.values()) {
            String domain = row.address().canonical().domain();
            if (engine.get(Scope.DIRECTORY, Table.DIRECTORY, Keys.domain(domain))
                    .isEmpty()) {
                known.add("the row of the domain " + domain + " is gone, " + row.key() + " is in it");
            }
        }
        for (var row : engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.domains()))) {
            String domain = Keys.behindKind(row.key()).restAsText();
            if (!limits(row.value()).equals(Optional.ofNullable(domains.get(domain)))) {
                known.add("the row of the domain " + domain + " is damaged, its limits may have to be set again");
            }
        }
        for (var row : engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.removedAccounts()))) {
            if (!Arrays.equals(row.value(), MARK)) {
                known.add("the row of the removed account "
                        + Keys.behindKind(row.key()).u32() + " is damaged");
            }
        }
        var stored =
                engine.get(Scope.DIRECTORY, Table.DIRECTORY, Keys.lastAccount()).flatMap(DirectoryRows::number);
        if (lastAccount > 0 && !stored.equals(Optional.of(lastAccount))) {
            known.add("the number of the last account is damaged");
        }
        return new Directory.Damage(lost, known);
    }
}
