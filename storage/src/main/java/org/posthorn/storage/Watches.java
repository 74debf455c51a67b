package org.posthorn.storage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posthorn.storage.mailbox.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who wants to know of changes in which mailbox. Told from the committer's thread, in commit order. Thread-safe.
final class Watches {
    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    private final Map<MailboxId, List<Runnable>> watchers = new ConcurrentHashMap<>();
    /// Of all that happens in the account.
    private final List<Runnable> ofAll = new CopyOnWriteArrayList<>();

    Account.Watch add(MailboxId mailbox, Runnable changed) {
        // A runnable of its own for each watch, so that closing one leaves an equal one alone.
        Runnable watcher = changed::run;
        watchers.compute(mailbox, (_, list) -> {
            var all = list == null ? new CopyOnWriteArrayList<Runnable>() : list;
            all.add(watcher);
            return all;
        });
        return () -> watchers.computeIfPresent(mailbox, (_, list) -> {
            list.remove(watcher);
            return list.isEmpty() ? null : list;
        });
    }

    Account.Watch add(Runnable changed) {
        Runnable watcher = changed::run;
        ofAll.add(watcher);
        return () -> ofAll.remove(watcher);
    }

    /// Of one commit.
    void tell(Collection<MailboxId> mailboxes) {
        for (var mailbox : mailboxes) {
            watchers.getOrDefault(mailbox, List.of()).forEach(Watches::tell);
        }
        ofAll.forEach(Watches::tell);
    }

    void tellAll() {
        tell(watchers.keySet());
    }

    private static void tell(Runnable watcher) {
        try {
            watcher.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a watch failed");
        }
    }
}
