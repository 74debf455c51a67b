package org.posthorn.storage;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;

/// Verifies the store, and mends it when asked: who exists in [DirectoryCheck], each account in
/// [AccountCheck], the bytes of messages in [BlobCheck]. Works on a store that is in use: an account is
/// looked at under its lock, and what touches other accounts is looked at twice before it is a finding.
/// Damage never ends the check: it is told, and the check goes on behind it.
final class StoreCheck {
    private final Engine engine;
    private final Accounts accounts;
    private final Directory directory;
    private final Clock clock;
    private final Findings findings;
    private final SharingCheck sharing;

    StoreCheck(
            Engine engine,
            Accounts accounts,
            Directory directory,
            Clock clock,
            CheckListener listener,
            boolean repairing) {
        this.engine = engine;
        this.accounts = accounts;
        this.directory = directory;
        this.clock = clock;
        this.findings = new Findings(listener, repairing, octets());
        this.sharing = new SharingCheck(engine, findings);
    }

    CheckSummary run() {
        var check = new DirectoryCheck(engine, directory, findings);
        guarded(Where.STORE, check::run);
        guarded(Where.STORE, sharing::read);
        for (var entry : directory.accounts()) {
            var where = Where.of(entry.address().toString());
            findings.account();
            guarded(where, () -> checkAccount(entry.id(), where));
        }
        guarded(Where.STORE, () -> sharing.checkRest(check.owners()));
        // Behind all accounts, since each may refer to blobs of any.
        for (var id : check.homes()) {
            var home = new AccountId(id);
            var where = where(home);
            guarded(where, () -> checkBlobs(home, where));
        }
        return findings.summary();
    }

    private void checkAccount(AccountId id, Where where) {
        AccountWriter writer;
        boolean unloaded = false;
        try {
            writer = accounts.acquire(id);
        } catch (Refused e) {
            if (directory.account(id).isEmpty()) {
                return; // removed meanwhile
            }
            // Whoever wants it waits until it was put together again.
            unloaded = accounts.whileUnloaded(id, () -> mendUnloaded(id, where));
            if (unloaded && !findings.repairing()) {
                return;
            }
            writer = accounts.acquire(id);
        }
        try {
            writer.mend(
                    state -> new AccountCheck(engine, id, findings, where, clock.instant()).run(Optional.of(state)));
            checkBlobNumbers(writer, where);
            sharing.check(writer, unloaded ? Optional.empty() : Optional.of(where));
        } finally {
            accounts.release(id);
        }
    }

    private void mendUnloaded(AccountId id, Where where) {
        new AccountCheck(engine, id, findings, where, clock.instant())
                .run(Optional.empty())
                .ifPresent(mended ->
                        engine.commit(mended.batches(), List.of(), () -> {}).await());
    }

    private void checkBlobNumbers(AccountWriter writer, Where where) {
        var rows = new RowReader(engine, writer.scope());
        long last = Math.max(rows.last(Table.CHUNK, Keys.everything()), rows.last(Table.ACCOUNT, Keys.blobRefs()));
        var row = engine.get(writer.scope(), Table.ACCOUNT, Keys.blobIds());
        var why = new String[] {"are gone"};
        var next = row.isEmpty() && last == 0
                ? Optional.of(Long.MAX_VALUE)
                : row.flatMap(
                        bytes -> RowReader.decoded(() -> BlobIds.read(bytes), text -> why[0] = "are damaged: " + text));
        if (next.isEmpty() || next.get() <= last) {
            findings.tell(
                    Damage.BLOB_NUMBERS,
                    where,
                    next.isEmpty()
                            ? "its blob numbers " + why[0]
                            : "blob " + last + " is beyond the last one given out");
            if (findings.repairing()) {
                writer.blobIds().goOnBehind(last);
            }
        }
    }

    private void checkBlobs(AccountId home, Where where) {
        var repair = new Repair(engine, home, clock.instant());
        new BlobCheck(engine, home, findings, where, this::where, repair).run();
    }

    private Where where(AccountId id) {
        return directory
                .account(id)
                .map(entry -> Where.of(entry.address().toString()))
                .orElseGet(() -> Where.of("account " + id.value()));
    }

    /// Whose message it is, and where it lies first.
    private Where where(int account, long messageId) {
        var id = new AccountId(account);
        var rows = new RowReader(engine, Scope.account(account));
        var here = where(id).message(messageId).letter(Findings.letter(rows.message(messageId)));
        var places = engine.page(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.places(messageId)), 1);
        if (places.entries().isEmpty()) {
            return here;
        }
        var key = Keys.behindKind(places.entries().getFirst().key());
        key.u64();
        var mailbox = new MailboxId((int) key.u32());
        var name = engine.get(rows.scope(), Table.ACCOUNT, Keys.mailbox(mailbox.value()))
                .flatMap(row -> RowReader.decoded(() -> Mailbox.ofBytes(mailbox, row, Set.of()), _ -> {}))
                .map(Mailbox::name)
                .orElseGet(() -> new MailboxName("mailbox " + mailbox.value()));
        return here.in(name.text()).uid(key.u32());
    }

    /// What all messages come to, by the rows of mailboxes.
    private long octets() {
        long sum = 0;
        for (var entry : directory.accounts()) {
            var rows = new RowReader(engine, Scope.account(entry.id().value()));
            for (var row : rows.all(Keys.mailboxes())) {
                sum += RowReader.decoded(
                                () -> Mailbox.ofBytes(new MailboxId(1), row.value(), Set.of())
                                        .size(),
                                _ -> {})
                        .orElse(0L);
            }
        }
        return sum;
    }

    private void guarded(Where where, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            findings.tell(Damage.UNREADABLE, where, Findings.why(e));
        }
    }
}
