package org.posthorn.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.StoredColumns;
import org.posthorn.storage.message.StoredMessage;

/// The threads of an account's messages (RFC 8474 §5.2). When a message arrives, the first Message-ID that is known
/// gives its thread: its own, for the same message may come twice, then its references from the oldest on, then what
/// it replies to. Else it begins a thread, whose number is the message's own. That never changes afterwards: threads
/// are neither merged nor split, so a reply that comes before its original stays apart from it.
///
/// What is on its way to the disk is known too, so the messages of a burst are one thread. Looked up and staged under
/// the account's lock; published by the committer.
final class Threads {
    private final Engine engine;
    private final Scope scope;
    private final Map<Long, KnownThread> onTheirWay = new ConcurrentHashMap<>();

    Threads(Engine engine, Scope scope) {
        this.engine = engine;
        this.scope = scope;
    }

    /// Those that one commit makes known.
    final class Staged {
        private final Map<Long, KnownThread> known = new HashMap<>();

        /// The thread of a message that arrives; its own Message-ID is known from now on.
        long threadOf(long message, StoredColumns columns, Batch.Builder batch) {
            var ids = Stream.of(
                            columns.messageId().stream(), columns.references().stream(), columns.inReplyTo().stream())
                    .flatMap(each -> each)
                    .map(KnownThread::hash)
                    .distinct()
                    .toList();
            long thread = find(ids).map(KnownThread::thread).orElse(message);
            columns.messageId().map(KnownThread::hash).ifPresent(hash -> {
                var row = new KnownThread(thread, message);
                known.put(hash, row);
                batch.put(Table.ACCOUNT, Keys.thread(hash), row.toBytes());
            });
            return thread;
        }

        private Optional<KnownThread> find(List<Long> hashes) {
            var keys = new ArrayList<byte[]>();
            hashes.forEach(hash -> keys.add(Keys.thread(hash)));
            // What is published leaves the map behind its row's commit: so look at the map first.
            var coming = hashes.stream().map(this::coming).toList();
            var rows = engine.multiGet(scope, Table.ACCOUNT, keys);
            for (int i = 0; i < rows.size(); i++) {
                var row = rows.get(i);
                var found = coming.get(i).or(() -> row.map(KnownThread::ofBytes));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private Optional<KnownThread> coming(long hash) {
            return Optional.ofNullable(known.get(hash)).or(() -> Optional.ofNullable(onTheirWay.get(hash)));
        }

        /// The commit is about to be submitted.
        void coming() {
            onTheirWay.putAll(known);
        }

        /// The commit is on the disk.
        void published() {
            known.forEach(onTheirWay::remove);
        }
    }

    Staged stage() {
        return new Staged();
    }

    /// Nothing is on its way: what was has arrived, or failed and never will.
    void settled() {
        onTheirWay.clear();
    }

    /// The message is deleted for good, with nothing on its way.
    void forget(StoredMessage message, Batch.Builder batch) {
        message.columns().messageId().ifPresent(id -> {
            byte[] key = Keys.thread(KnownThread.hash(id));
            engine.get(scope, Table.ACCOUNT, key)
                    .map(KnownThread::ofBytes)
                    .filter(known -> known.message() == message.messageId())
                    .ifPresent(_ -> batch.delete(Table.ACCOUNT, key));
        });
    }
}
