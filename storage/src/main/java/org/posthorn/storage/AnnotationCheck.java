package org.posthorn.storage;

import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.annotation.Annotation;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;

/// Verifies annotations: each is sound, lies under its name, and belongs to the server or a mailbox that is there.
final class AnnotationCheck {
    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Repair repair;
    private final AccountState state;

    AnnotationCheck(RowReader rows, Findings findings, Where where, Repair repair, AccountState state) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
        this.state = state;
    }

    void run() {
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.annotations()), row -> {
            check(row);
            return true;
        });
    }

    private void check(Engine.Entry row) {
        var at = Keys.behindKind(row.key());
        int mailbox = (int) at.u32();
        int user = (int) at.u32();
        String path = at.restAsText();
        if (mailbox != Keys.SERVER && state.held(new MailboxId(mailbox)).isEmpty()) {
            wrong(row, Damage.ANNOTATION_STRAY, path + " is attached to mailbox " + mailbox + ", which is not there");
            return;
        }
        RowReader.decoded(
                        () -> Annotation.ofBytes(row.value()),
                        why -> wrong(row, Damage.ANNOTATION, path + " is damaged: " + why))
                .filter(annotation -> !annotation.name().path().equals(path)
                        || annotation.name().isPrivate() == (user == Keys.SHARED))
                .ifPresent(annotation ->
                        wrong(row, Damage.ANNOTATION, path + " has the name " + annotation.name() + " inside"));
    }

    private void wrong(Engine.Entry row, Damage damage, String what) {
        findings.tell(damage, where, "annotation " + what);
        repair.delete(Table.ACCOUNT, row.key());
    }
}
