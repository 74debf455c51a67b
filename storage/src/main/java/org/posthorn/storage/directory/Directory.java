package org.posthorn.storage.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.Refused;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// Who exists: domains, accounts and their passwords. Thread-safe; every change returns when it is on the disk.
/// Names compare in their canonical form ([EmailAddress#canonical()]).
///
/// All of it is in memory; a change is committed first and seen then. Other rows than the accounts':
///
///     last account := version u8 = 1, id varint       numbers are given out once
///     domain       := version u8 = 2, limits          of each account that says nothing itself; version 1 has none
///     removed      := version u8 = 1                  the account is gone, its rows are still being deleted
public final class Directory {
    private static final int VERSION = 1;
    private static final byte[] MARK = {VERSION};

    /// Where accounts get and lose their mailboxes.
    public interface Homes {
        /// The rows of a new account with its first mailboxes.
        Batch make(AccountId id);

        /// The account is no longer in the directory; its rows can go.
        void removed(AccountId id);
    }

    public record Entry(AccountId id, EmailAddress address) {}

    /// An account as it is found by its number.
    ///
    /// @param domain canonical
    private record Known(Entry entry, String domain, QuotaLimits limits, boolean shared) {}

    private final Engine engine;
    private final Passwords passwords;
    private final Homes homes;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentNavigableMap<String, QuotaLimits> domains = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<String, AccountRow> accounts = new ConcurrentSkipListMap<>();
    private final Map<AccountId, Known> byId = new ConcurrentHashMap<>();
    private int lastAccount;

    /// Reads the directory.
    public Directory(Engine engine, Passwords passwords, Homes homes) {
        this.engine = engine;
        this.passwords = passwords;
        this.homes = homes;
        read();
    }

    /// After the disk failed: what is there holds, with changes that were said to have failed, or without.
    public void reload() {
        locked(() -> {
            var had = List.copyOf(byId.keySet());
            read();
            had.stream().filter(id -> !byId.containsKey(id)).forEach(homes::removed);
        });
    }

    /// Shows what is on the disk; who looks meanwhile misses nothing that was there before and is still.
    private void read() {
        var nowDomains = new HashMap<String, QuotaLimits>();
        engine.scan(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.domains()), row -> {
            var name = Keys.behindKind(row.key()).restAsText();
            nowDomains.put(
                    name, DirectoryRows.limits(row.value()).orElse(domains.getOrDefault(name, QuotaLimits.UNSAID)));
            return true;
        });
        var nowAccounts = new HashMap<String, AccountRow>();
        engine.scan(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.addresses()), row -> {
            // One damaged row is one account that can't log in; the others can, and the check names it.
            DirectoryRows.account(row)
                    .or(() -> Optional.ofNullable(
                            accounts.get(Keys.behindKind(row.key()).restAsText())))
                    .ifPresent(account -> nowAccounts.put(account.key(), account));
            return true;
        });
        domains.putAll(nowDomains);
        domains.keySet().retainAll(nowDomains.keySet());
        nowAccounts.values().forEach(this::show);
        accounts.keySet().retainAll(nowAccounts.keySet());
        byId.keySet()
                .retainAll(nowAccounts.values().stream().map(AccountRow::id).toList());
        lastAccount = new DirectoryRows(engine).lastAccount(byId.keySet());
    }

    public List<String> domains() {
        return List.copyOf(domains.keySet());
    }

    public boolean isLocalDomain(String domain) {
        return EmailAddress.tryParse("postmaster@" + domain)
                .map(address -> domains.containsKey(address.canonical().domain()))
                .orElse(false);
    }

    /// @throws org.posthorn.storage.Refused EXISTS; FORBIDDEN: not the name of a domain
    public void addDomain(String domain) {
        String name = canonicalDomain(domain);
        locked(() -> {
            if (domains.containsKey(name)) {
                throw new Refused(Refused.Why.EXISTS, "the domain " + name + " exists already");
            }
            putDomain(name, QuotaLimits.UNSAID);
        });
    }

    /// @throws org.posthorn.storage.Refused NOT_FOUND; IN_USE while it has accounts
    public void removeDomain(String domain) {
        String name = canonicalDomain(domain);
        locked(() -> {
            requireDomain(name);
            if (accounts.keySet().stream().anyMatch(address -> address.endsWith("@" + name))) {
                throw new Refused(Refused.Why.IN_USE, "the domain " + name + " has accounts");
            }
            commit(List.of(Batch.in(Scope.DIRECTORY)
                    .delete(Table.DIRECTORY, Keys.domain(name))
                    .build()));
            domains.remove(name);
        });
    }

    /// In the order of their addresses.
    public List<Entry> accounts() {
        return accounts.values().stream().map(Directory::entry).toList();
    }

    /// The account of this number, while it exists.
    public Optional<Entry> account(AccountId id) {
        return Optional.ofNullable(byId.get(id)).map(Known::entry);
    }

    /// The account of just this address.
    public Optional<Entry> account(EmailAddress address) {
        return find(address).map(Directory::entry);
    }

    /// Makes the account with its INBOX, Drafts, Sent, Archive, Junk and Trash, all subscribed. Its domain is
    /// added when it is not there.
    ///
    /// @throws org.posthorn.storage.Refused EXISTS
    public AccountId addAccount(EmailAddress address, String password) {
        return addAccounts(List.of(new NewAccount(address, password))).getFirst();
    }

    /// Makes an account that nobody logs in to, for mailboxes that others share.
    ///
    /// @throws org.posthorn.storage.Refused EXISTS
    public AccountId addShared(EmailAddress address) {
        var list = List.of(new NewAccount(address, ""));
        refuseExisting(list);
        return add(list, List.of("")).getFirst();
    }

    /// Whether nobody can log in to the account.
    public boolean isShared(AccountId id) {
        return Optional.ofNullable(byId.get(id)).filter(Known::shared).isPresent();
    }

    /// One account of an import: its address and password.
    public record NewAccount(EmailAddress address, String password) {}

    /// Makes many accounts in one commit: all or none.
    ///
    /// @return their numbers, in the order of the list
    /// @throws org.posthorn.storage.Refused EXISTS: one of them is there already, or twice in the list
    public List<AccountId> addAccounts(List<NewAccount> list) {
        refuseExisting(list);
        return add(list, passwords.hash(list.stream().map(NewAccount::password).toList()));
    }

    private List<AccountId> add(List<NewAccount> list, List<String> hashes) {
        lock.lock();
        try {
            refuseExisting(list);
            var made = new ArrayList<AccountRow>();
            for (var each : list) {
                var id = new AccountId(lastAccount + made.size() + 1);
                made.add(new AccountRow(id, each.address(), hashes.get(made.size()), QuotaLimits.UNSAID, Set.of()));
            }
            commit(batches(made));
            lastAccount += made.size();
            made.forEach(row -> {
                domains.putIfAbsent(row.address().canonical().domain(), QuotaLimits.UNSAID);
                show(row);
            });
            return made.stream().map(AccountRow::id).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Removes the account and all its mail. Returns when nobody can reach it any more; its rows go in the background.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public void removeAccount(EmailAddress address) {
        locked(() -> {
            var row = require(address);
            commit(List.of(Batch.in(Scope.DIRECTORY)
                    .delete(Table.DIRECTORY, Keys.address(row.key()))
                    .put(Table.DIRECTORY, Keys.removedAccount(row.id().value()), MARK)
                    .build()));
            accounts.remove(row.key());
            byId.remove(row.id());
            homes.removed(row.id());
        });
    }

    /// @throws org.posthorn.storage.Refused NOT_FOUND; FORBIDDEN when nobody logs in to the account
    public void setPassword(EmailAddress address, String password) {
        if (require(address).isShared()) {
            throw new Refused(Refused.Why.FORBIDDEN, key(address) + " is a shared account, nobody logs in to it");
        }
        String hash = passwords.hash(List.of(password)).getFirst();
        locked(() -> {
            putAccount(require(address).withPassword(hash));
        });
    }

    // ---- limits

    /// What counts for the account: what is said for it, else for its domain.
    public QuotaLimits limits(AccountId id) {
        var known = byId.get(id);
        return known == null
                ? QuotaLimits.UNSAID
                : known.limits().or(domains.getOrDefault(known.domain(), QuotaLimits.UNSAID));
    }

    /// Changes the account's own limits; they hold from the next message on, and take nothing away.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public void limitAccount(EmailAddress address, UnaryOperator<QuotaLimits> change) {
        locked(() -> {
            var row = require(address);
            putAccount(row.limited(change.apply(row.limits())));
        });
    }

    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public QuotaLimits domainLimits(String domain) {
        return requireDomain(canonicalDomain(domain));
    }

    /// Changes the limits of the domain's accounts that have none of their own.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public void limitDomain(String domain, UnaryOperator<QuotaLimits> change) {
        String name = canonicalDomain(domain);
        locked(() -> putDomain(name, change.apply(requireDomain(name))));
    }

    // ---- clients

    /// The capabilities that the account's clients are not offered.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public Set<String> hidden(EmailAddress address) {
        return require(address).hidden();
    }

    /// Holds from the next login on.
    ///
    /// @throws org.posthorn.storage.Refused NOT_FOUND
    public void hide(EmailAddress address, Set<String> capabilities) {
        locked(() -> putAccount(require(address).hiding(capabilities)));
    }

    // ---- who it is

    /// The account that a recipient address reaches: the address itself, or without its `+tag`.
    public Optional<Entry> recipient(EmailAddress address) {
        return find(address).or(() -> find(address.withoutTag())).map(Directory::entry);
    }

    /// The account, when login and password fit. Takes the same time whether the account exists or not.
    public Optional<Entry> authenticate(String login, String password) {
        var row = EmailAddress.tryParse(login).flatMap(this::find).filter(found -> !found.isShared());
        return passwords.verify(row.map(AccountRow::password), password) ? row.map(Directory::entry) : Optional.empty();
    }

    /// What is wrong with the rows, one line each.
    ///
    /// @param lost  what nobody knows any more
    /// @param known what is known better in memory, so that [#writeAgain] mends it
    public record Damage(List<String> lost, List<String> known) {}

    /// Compares the rows with what is in memory.
    public Damage damage() {
        lock.lock();
        try {
            return new DirectoryRows(engine).damage(domains, accounts, lastAccount);
        } finally {
            lock.unlock();
        }
    }

    /// Writes the rows of everything that is in memory again.
    public void writeAgain() {
        locked(() -> {
            var rows = Batch.in(Scope.DIRECTORY);
            accounts.values().forEach(row -> {
                domains.putIfAbsent(row.address().canonical().domain(), QuotaLimits.UNSAID);
                rows.put(Table.DIRECTORY, Keys.address(row.key()), row.toBytes());
            });
            domains.forEach(
                    (domain, limits) -> rows.put(Table.DIRECTORY, Keys.domain(domain), DirectoryRows.domain(limits)));
            engine.all(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.removedAccounts()))
                    .forEach(row -> rows.put(Table.DIRECTORY, row.key(), MARK));
            rows.put(Table.DIRECTORY, Keys.lastAccount(), DirectoryRows.lastAccount(lastAccount));
            commit(List.of(rows.build()));
        });
    }

    private List<Batch> batches(List<AccountRow> made) {
        var batches = new ArrayList<Batch>();
        var directory = Batch.in(Scope.DIRECTORY);
        for (var row : made) {
            String domain = row.address().canonical().domain();
            if (!domains.containsKey(domain)) {
                directory.put(Table.DIRECTORY, Keys.domain(domain), DirectoryRows.domain(QuotaLimits.UNSAID));
            }
            directory.put(Table.DIRECTORY, Keys.address(row.key()), row.toBytes());
            batches.add(homes.make(row.id()));
        }
        directory.put(Table.DIRECTORY, Keys.lastAccount(), DirectoryRows.lastAccount(lastAccount + made.size()));
        batches.add(directory.build());
        return batches;
    }

    private void refuseExisting(List<NewAccount> list) {
        var seen = new HashSet<String>();
        for (var each : list) {
            String key = key(each.address());
            if (accounts.containsKey(key) || !seen.add(key)) {
                throw new Refused(Refused.Why.EXISTS, "the account " + key + " exists already");
            }
        }
    }

    private Optional<AccountRow> find(EmailAddress address) {
        return Optional.ofNullable(accounts.get(key(address)));
    }

    private AccountRow require(EmailAddress address) {
        return find(address).orElseThrow(() -> new Refused(Refused.Why.NOT_FOUND, "no account " + key(address)));
    }

    private QuotaLimits requireDomain(String name) {
        return Optional.ofNullable(domains.get(name))
                .orElseThrow(() -> new Refused(Refused.Why.NOT_FOUND, "no domain " + name));
    }

    private void putAccount(AccountRow row) {
        commit(List.of(Batch.in(Scope.DIRECTORY)
                .put(Table.DIRECTORY, Keys.address(row.key()), row.toBytes())
                .build()));
        show(row);
    }

    private void putDomain(String name, QuotaLimits limits) {
        commit(List.of(Batch.in(Scope.DIRECTORY)
                .put(Table.DIRECTORY, Keys.domain(name), DirectoryRows.domain(limits))
                .build()));
        domains.put(name, limits);
    }

    private void show(AccountRow row) {
        accounts.put(row.key(), row);
        byId.put(row.id(), new Known(entry(row), row.address().canonical().domain(), row.limits(), row.isShared()));
    }

    private void commit(List<Batch> batches) {
        engine.commit(batches, List.of(), () -> {}).await();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private static Entry entry(AccountRow row) {
        return new Entry(row.id(), row.address());
    }

    static String key(EmailAddress address) {
        var canonical = address.canonical();
        return canonical.local() + "@" + canonical.domain();
    }

    private static String canonicalDomain(String domain) {
        return EmailAddress.tryParse("postmaster@" + domain)
                .map(address -> address.canonical().domain())
                .orElseThrow(() -> new Refused(Refused.Why.FORBIDDEN, "not a domain: " + domain));
    }
}
