package org.posthorn.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.posthorn.storage.AccountState.Counters;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.change.ChangeLog;
import org.posthorn.storage.change.FlagModSeqs;
import org.posthorn.storage.change.LogEntry;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;

/// Forgets the oldest part of each account's log, so that it does not grow for ever. The account's counters say up to
/// where: the *horizon*. A reader that stands behind it must start over from the state.
///
/// An entry is deleted only when nothing is lost by it: the last snapshots are newer, and the placements have
/// the MODSEQ of every change of flags in it ([ModSeqIndex]). Placements are written first, some thousands in
/// a commit; a crash in between leaves entries that say what the placements say, and the next round does the
/// same again. For the sweeper's thread only.
final class LogTrim {
    /// How long a client may stay away and still be told just what changed. Long holidays, and a notebook in a drawer.
    private static final Duration AGE = Duration.ofDays(90);
    /// What the index of MODSEQs reads at the first question: about a second.
    private static final long ENTRIES = 200_000;
    /// The same in octets, for entries that name many scattered messages. No account takes more of the disk for it.
    private static final long OCTETS = 64L << 20;

    /// Entries forgotten by one commit, and placements written by one: the account's writers wait so long.
    private static final int SLICE = 1_024;
    private static final int SLICE_OCTETS = 1 << 20;
    private static final int PAGE = 4_096;

    private final Engine engine;
    private final Accounts accounts;
    private final Clock clock;
    private final Bounds bounds;

    /// How much of a log is kept: what any of these allows no more is forgotten.
    record Bounds(Duration age, long entries, long octets) {
        static final Bounds DEFAULTS = new Bounds(AGE, ENTRIES, OCTETS);
    }

    LogTrim(Engine engine, Accounts accounts, Clock clock, Bounds bounds) {
        this.engine = engine;
        this.accounts = accounts;
        this.clock = clock;
        this.bounds = bounds;
    }

    /// The oldest entries that are to go.
    private record Slice(List<LogEntry> entries, long octets) {}

    /// @param stop asked before each commit's worth: what is left is for the next round
    /// @throws Refused the account is removed, or the disk is full: the log stays longer
    void trim(AccountId id, BooleanSupplier stop) {
        // Looked at without bringing the account into memory: mostly there is nothing to do.
        if (due(id).entries().isEmpty()) {
            return;
        }
        var writer = accounts.acquire(id);
        try {
            for (var slice = due(id); !slice.entries().isEmpty() && !stop.getAsBoolean(); slice = due(id)) {
                fold(writer, slice.entries());
                writer.trimLog(slice.entries().getLast().modSeq(), slice.octets());
            }
        } finally {
            accounts.release(id);
        }
    }

    private Slice due(AccountId id) {
        var scope = Scope.account(id.value());
        var entries = new ArrayList<LogEntry>();
        var octets = new long[2]; // all of them, and those that are counted
        engine.get(scope, Table.ACCOUNT, Keys.account()).map(Counters::ofBytes).ifPresent(counters -> {
            var oldest = clock.instant().minus(bounds.age());
            var log = new ChangeLog(engine, scope);
            log.read(counters.log().horizon(), counters.snapshotModSeq(), (entry, size) -> {
                if (entries.size() == SLICE || octets[0] > SLICE_OCTETS || !isDue(entry, counters, octets[1], oldest)) {
                    return false;
                }
                entries.add(entry);
                octets[0] += size;
                octets[1] += entry.at().equals(Instant.EPOCH) ? 0 : size;
                return true;
            });
        });
        return new Slice(entries, octets[1]);
    }

    private boolean isDue(LogEntry entry, Counters counters, long taken, Instant oldest) {
        return entry.at().isBefore(oldest)
                || entry.modSeq() <= counters.modSeq() - bounds.entries()
                || counters.log().octets() - taken > bounds.octets();
    }

    /// Writes into placements what the entries know of MODSEQs.
    private void fold(AccountWriter writer, List<LogEntry> entries) {
        var modSeqs = new HashMap<MailboxId, FlagModSeqs>();
        var named = new HashMap<MailboxId, Uids>();
        for (var entry : entries) {
            for (var change : entry.changes()) {
                if (change instanceof Change.Flagging flags) {
                    var uids = flags.uids(_ -> true);
                    modSeqs.computeIfAbsent(flags.mailbox(), _ -> new FlagModSeqs())
                            .changed(uids, entry.modSeq());
                    named.merge(flags.mailbox(), uids, Uids::or);
                }
            }
        }
        for (Map.Entry<MailboxId, Uids> each : named.entrySet()) {
            var uids = each.getValue();
            for (int first = 1; first <= uids.count(); first += PAGE) {
                int last = Math.min(first + PAGE - 1, uids.count());
                var page = uids.and(Uids.range(uids.at(first), uids.at(last)));
                fold(writer, each.getKey(), page, modSeqs.get(each.getKey()));
            }
        }
    }

    private void fold(AccountWriter writer, MailboxId mailbox, Uids uids, FlagModSeqs modSeqs) {
        var rows = new PlacementReader(engine, writer.scope());
        writer.commitQuietly(_ -> {
            var batch = Batch.in(writer.scope());
            rows.read(mailbox, uids, placement -> {
                long modSeq = modSeqs.of(placement.uid());
                if (modSeq > placement.modSeq()) {
                    byte[] key = Keys.placement(mailbox.value(), placement.uid());
                    batch.put(Table.ACCOUNT, key, placement.changedAt(modSeq).toBytes());
                }
            });
            return batch.isEmpty() ? List.of() : List.of(batch.build());
        });
    }
}
