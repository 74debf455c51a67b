package org.posthorn.storage.change;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.mailbox.Uids;

/// When the flags of a mailbox's messages were last changed: of each message the modSeq of the newest change that was
/// put in. Made for a log in which a single message changes often and a million at once now and then: what touches
/// few messages is numbers in a hash table, sixteen bytes for each; what touches many is a *run*, one number and a
/// bitmap. Runs are disjoint, a newer one takes its messages from those before it; what is left of one that was cut
/// down to few goes into the table. So there are never more runs than messages / [#FEW]. Not thread-safe.
public final class FlagModSeqs {
    private static final int FEW = 1_024;
    private static final int RUN_OVERHEAD = 64;

    private record Run(long modSeq, Uids uids) {}

    private final UidNumbers single = new UidNumbers();
    private List<Run> runs = new ArrayList<>();

    /// @param modSeq greater than any before
    public void changed(Uids uids, long modSeq) {
        if (uids.count() <= FEW) {
            uids.iterator().forEachRemaining((long uid) -> single.raise(uid, modSeq));
            return;
        }
        cut(uids);
        runs.add(new Run(modSeq, uids));
    }

    /// The messages are gone.
    public void gone(Uids uids) {
        if (uids.count() <= FEW) {
            uids.iterator().forEachRemaining((long uid) -> single.remove(uid));
        } else {
            single.removeAll(uids::contains);
        }
        cut(uids);
    }

    /// 0 when no change of this message was put in.
    public long of(long uid) {
        for (var run : runs) {
            if (run.uids().contains(uid)) {
                return Math.max(run.modSeq(), single.of(uid));
            }
        }
        return single.of(uid);
    }

    /// About how many octets this takes.
    public long weight() {
        return single.weight()
                + runs.stream()
                        .mapToLong(run -> RUN_OVERHEAD + run.uids().weight())
                        .sum();
    }

    private void cut(Uids uids) {
        if (runs.isEmpty()) {
            return;
        }
        var left = new ArrayList<Run>(runs.size() + 1);
        for (var run : runs) {
            var rest = run.uids().and(uids).isEmpty() ? run.uids() : run.uids().minus(uids);
            if (rest.count() > FEW) {
                left.add(rest == run.uids() ? run : new Run(run.modSeq(), rest));
            } else {
                rest.iterator().forEachRemaining((long uid) -> single.raise(uid, run.modSeq()));
            }
        }
        runs = left;
    }
}
