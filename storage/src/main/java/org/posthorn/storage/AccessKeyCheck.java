package org.posthorn.storage;

import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;

/// Verifies access keys: each is sound, and its mailbox is there.
final class AccessKeyCheck {
    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Repair repair;
    private final AccountState state;

    AccessKeyCheck(RowReader rows, Findings findings, Where where, Repair repair, AccountState state) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
        this.state = state;
    }

    void run() {
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.accessKeys()), row -> {
            check(row);
            return true;
        });
    }

    private void check(Engine.Entry row) {
        long mailbox = Keys.behindKind(row.key()).u32();
        if (state.held(new MailboxId((int) mailbox)).isEmpty()) {
            wrong(row, "of mailbox " + mailbox + " is there, its mailbox is not");
            return;
        }
        RowReader.decoded(
                () -> AccessKeys.ofBytes(row.value()),
                why -> wrong(row, "of mailbox " + mailbox + " is damaged: " + why));
    }

    private void wrong(Engine.Entry row, String what) {
        findings.tell(Damage.ACCESS_KEY, where, "the access key " + what);
        repair.delete(Table.ACCOUNT, row.key());
    }
}
