package org.posthorn.storage;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.posthorn.storage.directory.QuotaLimits;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The accounts in memory, each at most once: where they are acquired and released. One that nobody uses
/// stays for the next, as long as all that nobody uses weigh less than a share of the heap; then the longest
/// unused go first. One that somebody uses stays whatever it weighs. Thread-safe.
final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);
    /// Of the heap, for accounts that nobody uses.
    private static final int SHARE = 8;

    private final Engine engine;
    private final Clock clock;
    private final Function<AccountId, QuotaLimits> limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AccountId, Slot> slots = new HashMap<>();
    private final SequencedMap<AccountId, Long> idle = new LinkedHashMap<>();
    private final long budget;
    private long idleWeight;

    /// One account's place. Loaded under its own lock, so that a slow one holds up nobody else.
    private static final class Slot {
        private final ReentrantLock loading = new ReentrantLock();
        private volatile Optional<AccountWriter> writer = Optional.empty();
        private int users;
    }

    /// @param limits asked at every change
    Accounts(Engine engine, Clock clock, Function<AccountId, QuotaLimits> limits) {
        this(engine, clock, limits, Runtime.getRuntime().maxMemory() / SHARE);
    }

    /// @param budget octets for accounts that nobody uses
    Accounts(Engine engine, Clock clock, Function<AccountId, QuotaLimits> limits, long budget) {
        this.budget = budget;
        this.engine = engine;
        this.clock = clock;
        this.limits = limits;
    }

    /// @throws Refused NOT_FOUND; else to be released once
    AccountWriter acquire(AccountId id) {
        Slot slot;
        lock.lock();
        try {
            slot = slots.computeIfAbsent(id, _ -> new Slot());
            slot.users++;
            forgetIdle(id);
        } finally {
            lock.unlock();
        }
        try {
            return loaded(id, slot);
        } catch (RuntimeException e) {
            release(id);
            throw e;
        }
    }

    void release(AccountId id) {
        lock.lock();
        try {
            var slot = slots.get(id);
            slot.users--;
            if (slot.users > 0) {
                return;
            }
            if (slot.writer.filter(writer -> !writer.isRemoved()).isEmpty()) {
                slots.remove(id);
                return;
            }
            long weight = slot.writer.get().weight();
            idle.put(id, weight);
            idleWeight += weight;
            while (idleWeight > budget) {
                var oldest = idle.firstEntry().getKey();
                forgetIdle(oldest);
                slots.remove(oldest);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetIdle(AccountId id) {
        var weight = idle.remove(id);
        if (weight != null) {
            idleWeight -= weight;
        }
    }

    /// The account was removed: whoever still holds it is refused from now on.
    void remove(AccountId id) {
        AccountWriter writer;
        try {
            writer = acquire(id);
        } catch (Refused _) {
            return;
        }
        writer.remove();
        release(id);
    }

    /// Loads all anew. Those that are not there any more, or can't be read, are refused to whoever holds them.
    void reload() {
        for (var writer : loaded()) {
            try {
                writer.reload();
            } catch (Refused | BytesReader.Malformed e) {
                log.atError()
                        .addKeyValue("account", writer.id().value())
                        .addKeyValue("why", e.getMessage())
                        .log("account can't be loaded");
                writer.remove();
            }
        }
    }

    /// Whether anyone works with the account.
    boolean isInUse(AccountId id) {
        lock.lock();
        try {
            return slots.containsKey(id) && !idle.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    /// Whether the blob's bytes are still coming in.
    boolean isArriving(AccountId home, long blobId) {
        lock.lock();
        try {
            return Optional.ofNullable(slots.get(home)).flatMap(slot -> slot.writer).stream()
                    .anyMatch(writer -> writer.blobIds().isArriving(blobId));
        } finally {
            lock.unlock();
        }
    }

    /// Those in memory.
    List<AccountWriter> loaded() {
        lock.lock();
        try {
            return slots.values().stream().flatMap(slot -> slot.writer.stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Runs while the account is not in memory and nobody can bring it there.
    ///
    /// @return false: it was in memory, nothing was run
    boolean whileUnloaded(AccountId id, Runnable work) {
        Slot slot;
        lock.lock();
        try {
            slot = slots.computeIfAbsent(id, _ -> new Slot());
            slot.users++;
            forgetIdle(id);
        } finally {
            lock.unlock();
        }
        slot.loading.lock();
        try {
            if (slot.writer.isPresent()) {
                return false;
            }
            work.run();
            return true;
        } finally {
            slot.loading.unlock();
            release(id);
        }
    }

    private AccountWriter loaded(AccountId id, Slot slot) {
        slot.loading.lock();
        try {
            if (slot.writer.isEmpty()) {
                var state = load(id).orElseThrow(Accounts::noSuchAccount);
                slot.writer = Optional.of(new AccountWriter(id, engine, clock, () -> limits.apply(id), state));
            }
            return slot.writer.get();
        } finally {
            slot.loading.unlock();
        }
    }

    /// One account's damage is its own: it is refused, others work.
    private Optional<AccountState> load(AccountId id) {
        try {
            return new AccountLoader(engine, id).load();
        } catch (Refused | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever a decoder trips over, the row is not what was written.
            log.atError()
                    .addKeyValue("account", id.value())
                    .setCause(e)
                    .log("the account is damaged, run posthorn check");
            throw new Refused(Refused.Why.DAMAGED, "the account is damaged");
        }
    }

    static Refused noSuchAccount() {
        return new Refused(Refused.Why.NOT_FOUND, "no such account");
    }
}
