package org.posthorn.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.ByteSize;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.blob.BlobWriter;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Passwords;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.RocksEngine;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.StoreMemory;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.SpecialUse;
import org.posthorn.storage.message.Delivery;
import org.posthorn.storage.message.IncomingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's front door: one folder, one process, all accounts. Thread-safe.
public final class MailStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MailStore.class);

    /// @param messageSize the largest message, in octets, the same for SMTP and APPEND
    public record Settings(Path folder, long messageSize, Storage storage, Clock clock) {}

    private final Settings settings;
    private final AutoCloseable folder;
    private final Engine engine;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Directory directory;
    private final Sweeper sweeper;

    /// @throws StoreUnavailable with one readable line: not writable, in use by another process, of a newer format
    public static MailStore open(Settings settings) throws StoreUnavailable {
        var folder = StoreFolder.take(settings.folder());
        try {
            var store = new MailStore(
                    settings,
                    folder,
                    new RocksEngine(folder.database(), memory(settings)),
                    new Passwords(settings.clock()));
            if (folder.isRestored()) {
                new AfterRestore(store.engine, store.accounts, settings.clock())
                        .leaveOut(store.directory.accounts().stream()
                                .map(Directory.Entry::id)
                                .toList());
                folder.forgetRestored();
            }
            return store;
        } catch (IOException e) {
            folder.close();
            boolean full = e.getMessage().contains("NoSpace");
            throw new StoreUnavailable(
                    settings.folder() + " can't be opened: "
                            + (full
                                    ? "there is no room left on its disk, make some"
                                    : "one of its files is damaged or missing, restore a backup")
                            + " (" + e.getMessage() + ")",
                    e);
        }
    }

    private static StoreMemory memory(Settings settings) {
        return StoreMemory.of(
                settings.storage().memory().stream().mapToLong(ByteSize::bytes).findFirst());
    }

    /// @param folder closed last
    MailStore(Settings settings, AutoCloseable folder, Engine engine, Passwords passwords) {
        this.settings = settings;
        this.folder = folder;
        this.engine = engine;
        this.passwords = passwords;
        this.accounts = new Accounts(engine, settings.clock(), id -> directory().limits(id));
        var logTrim = new LogTrim(engine, accounts, settings.clock(), LogTrim.Bounds.DEFAULTS);
        this.sweeper = new Sweeper(engine, accounts, logTrim, settings.storage().keepDeleted(), settings.clock());
        this.directory = new Directory(engine, passwords, new Directory.Homes() {
            @Override
            public Batch make(AccountId id) {
                return newAccount(id);
            }

            @Override
            public void removed(AccountId id) {
                accounts.remove(id);
                sweeper.purge(id);
            }
        });
        engine.afterRecovery(this::reload);
        sweeper.start(directory.accounts().stream().map(Directory.Entry::id).toList());
    }

    public Directory directory() {
        return directory;
    }

    /// Acquires an account; close it when done.
    ///
    /// @throws Refused NOT_FOUND
    public Account account(AccountId id) {
        return account(id, id);
    }

    /// Acquires an account as another user, with whom mailboxes of it are shared.
    ///
    /// @throws Refused NOT_FOUND
    public Account account(AccountId id, AccountId user) {
        return new Account(acquire(id), user, accounts, engine, sweeper, settings.messageSize());
    }

    /// The accounts that share something with this user, or with everybody; he himself may be among them.
    public Set<AccountId> sharers(AccountId user) {
        return Sharing.owners(engine, user);
    }

    /// The account, when it exists and shares anything with this user. Takes the same time whether it exists or not.
    public Optional<Directory.Entry> sharer(EmailAddress address, AccountId user) {
        var entry = directory.account(address);
        boolean shares = Sharing.sharesWith(
                engine, entry.map(known -> known.id().value()).orElse(Integer.MAX_VALUE), user);
        return shares ? entry : Optional.empty();
    }

    /// A new message, whose chunks will lie under one of its recipients.
    public IncomingMessage receive(AccountId home) {
        return receive(acquire(home), accounts, engine, settings.messageSize());
    }

    /// Takes the account over: it is released when the message is closed.
    static ReceivedMessage receive(AccountWriter home, Accounts accounts, Engine engine, long limit) {
        try {
            var given = home.blobIds().next();
            var blob = new BlobWriter(engine, home.scope(), given.blobId(), given.reserved());
            return new ReceivedMessage(home, () -> accounts.release(home.id()), blob, limit);
        } catch (RuntimeException e) {
            accounts.release(home.id());
            throw e;
        }
    }

    /// Puts a finished message into every mailbox named, in one commit, and returns when it is on the disk.
    ///
    /// @throws Refused and nothing was delivered to anyone
    public void deliver(IncomingMessage message, List<Delivery> deliveries) {
        var recipients = new TreeMap<Integer, AccountWriter>();
        try {
            for (var delivery : deliveries) {
                int id = delivery.account().value();
                if (!recipients.containsKey(id)) {
                    recipients.put(id, acquire(delivery.account()));
                }
            }
            new DeliveryCommit(engine, (ReceivedMessage) message).deliver(recipients, deliveries);
        } finally {
            recipients.values().forEach(writer -> accounts.release(writer.id()));
        }
    }

    /// Whether a message may still be delivered to the account: asked before it is taken, since the commit of one
    /// message for many must not fail for one of them. [#deliver] refuses only for an account that is full by then.
    ///
    /// @param octets of the message; 0 when that is not known
    /// @throws Refused NOT_FOUND
    public boolean hasRoom(AccountId id, long octets) {
        var limits = directory.limits(id);
        if (limits.isUnlimited()) {
            return true;
        }
        var writer = acquire(id);
        try {
            return writer.published().totals().hasRoom(limits, octets);
        } finally {
            accounts.release(id);
        }
    }

    /// What an account holds and may hold, without bringing it into memory: for lists of many.
    public Quota quota(AccountId id) {
        return Quota.of(new AccountLoader(engine, id).totals(), directory.limits(id));
    }

    /// How much memory the store's engine uses outside of the heap, and how much it may.
    public MemoryUse memory() {
        return engine.memory();
    }

    /// Verifies every invariant of the store and tells each finding.
    public CheckSummary check(CheckListener listener) {
        return new StoreCheck(engine, accounts, directory, settings.clock(), listener, false).run();
    }

    /// Verifies, and mends what is known to have been otherwise; sessions see the repair as any other change.
    public CheckSummary repair(CheckListener listener) {
        var summary = new AtomicReference<CheckSummary>();
        sweeper.paused(
                () -> summary.set(new StoreCheck(engine, accounts, directory, settings.clock(), listener, true).run()));
        accounts.loaded().forEach(writer -> sweeper.soon(writer.id()));
        return summary.get();
    }

    /// Makes a backup of the store while it serves: every change that was acknowledged before is in it, of those
    /// during it a prefix. What is the operator's, configuration and certificate, is not. [Restore] brings it
    /// back.
    ///
    /// @param folder of backups, absolute; made when it is not there, shared by all backups of this store
    /// @param keep   so many backups are left there, the newest ones; at least 1
    public Backup backup(Path folder, int keep) throws BackupFailed {
        if (!folder.isAbsolute() || keep < 1) {
            throw new IllegalArgumentException(folder + ", " + keep);
        }
        if (folder.normalize().startsWith(settings.folder().toAbsolutePath().normalize())) {
            throw new BackupFailed(
                    folder + " is inside the store: name a folder elsewhere, best on another disk", null);
        }
        var started = settings.clock().instant();
        var backup = engine.backup(folder, StoreFolder.FORMAT, keep);
        log.atInfo()
                .addKeyValue("folder", folder)
                .addKeyValue("backup", backup.id())
                .addKeyValue("octets", backup.octets())
                .addKeyValue("took", Duration.between(started, settings.clock().instant()))
                .log("backup made");
        return backup;
    }

    /// Deletes for good what is kept no longer and what nobody refers to, now and not in the background.
    void sweep() {
        sweeper.sweepAll(directory.accounts().stream().map(Directory.Entry::id).toList());
    }

    /// Gives the disk space of what was swept back, in the background; by itself it happens behind large sweeps.
    CompletableFuture<Void> reclaim() {
        return engine.reclaim();
    }

    /// Waits for what is on its way, and leaves nothing to replay for the next opening.
    @Override
    public void close() {
        sweeper.close();
        accounts.loaded().forEach(MailStore::snapshot);
        passwords.close();
        engine.close();
        try {
            folder.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the store's folder", e);
        }
    }

    /// After the disk failed: what is on it now is what holds.
    private void reload() {
        directory.reload();
        accounts.reload();
    }

    private static void snapshot(AccountWriter writer) {
        try {
            writer.snapshot();
        } catch (Refused e) {
            // Nothing is lost: the next opening replays the log.
            log.atWarn()
                    .addKeyValue("account", writer.id().value())
                    .addKeyValue("why", e.getMessage())
                    .log("no snapshot at closing");
        }
    }

    private AccountWriter acquire(AccountId id) {
        if (directory.account(id).isEmpty()) {
            throw Accounts.noSuchAccount();
        }
        return accounts.acquire(id);
    }

    private Batch newAccount(AccountId id) {
        var threads = new Threads(engine, Scope.account(id.value())).stage();
        var draft = new Draft(id, AccountState.empty(), settings.clock().instant(), threads);
        var rows = new PlacementReader(engine, Scope.account(id.value()));
        var mailboxes = new MailboxChanges(draft, new MessageChanges(draft, rows));
        create(mailboxes, "INBOX", Set.of());
        create(mailboxes, "Drafts", Set.of(SpecialUse.DRAFTS));
        create(mailboxes, "Sent", Set.of(SpecialUse.SENT));
        create(mailboxes, "Archive", Set.of(SpecialUse.ARCHIVE));
        create(mailboxes, "Junk", Set.of(SpecialUse.JUNK));
        create(mailboxes, "Trash", Set.of(SpecialUse.TRASH));
        return draft.finish().batches().getFirst();
    }

    private static void create(MailboxChanges mailboxes, String name, Set<SpecialUse> use) {
        mailboxes.create(MailboxName.of(name), use);
        mailboxes.subscribe(MailboxName.of(name));
    }
}
