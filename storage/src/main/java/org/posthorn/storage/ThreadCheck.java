package org.posthorn.storage;

import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.StoredMessage;

/// Verifies what is known of threads: every row is that of a message which has the Message-ID and is in the thread. A
/// row that is wrong is removed: what comes later begins a thread of its own, what is there stays as it is.
final class ThreadCheck {
    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Repair repair;

    ThreadCheck(RowReader rows, Findings findings, Where where, Repair repair) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
    }

    void run() {
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.threads()), row -> {
            var known =
                    RowReader.decoded(() -> KnownThread.ofBytes(row.value()), why -> wrong(row, "is damaged: " + why));
            known.ifPresent(thread -> check(row, thread));
            return true;
        });
    }

    private void check(Engine.Entry row, KnownThread known) {
        long hash = Keys.behindKind(row.key()).u64();
        var record = rows.engine().get(rows.scope(), Table.MESSAGE, Keys.message(known.message()));
        if (record.isEmpty() && rows.engine().any(rows.scope(), Table.ACCOUNT, Keys.places(known.message()))) {
            repair.delete(Table.ACCOUNT, row.key()); // the message is lost, which was told already
            return;
        }
        var message = record.map(bytes -> RowReader.message(known.message(), bytes, _ -> {}));
        // What can't be read can't be wrong.
        boolean right = message.isPresent()
                && message.get().map(it -> isOf(it, known, hash)).orElse(true);
        if (!right) {
            wrong(row, "is that of message " + known.message() + ", which is not there or not in it");
        }
    }

    private static boolean isOf(StoredMessage message, KnownThread known, long hash) {
        return message.threadId() == known.thread()
                && message.columns()
                        .messageId()
                        .filter(id -> KnownThread.hash(id) == hash)
                        .isPresent();
    }

    private void wrong(Engine.Entry row, String what) {
        findings.tell(Damage.THREAD, where, "what is known of a thread " + what);
        repair.delete(Table.ACCOUNT, row.key());
    }
}
