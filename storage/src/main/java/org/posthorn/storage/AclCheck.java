package org.posthorn.storage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.MailboxId;

/// Verifies an account's lists of rights: each row is sound and its mailbox is there, and rows and memory agree. A list
/// that nobody knows any more is that of a mailbox which nobody shares: never more rights than were given.
final class AclCheck {
    private final RowReader rows;
    private final Findings findings;
    private final Where where;
    private final Repair repair;

    AclCheck(RowReader rows, Findings findings, Where where, Repair repair) {
        this.rows = rows;
        this.findings = findings;
        this.where = where;
        this.repair = repair;
    }

    /// @param memory what sessions see; empty when the account can't be loaded
    /// @return the lists that hold
    Map<MailboxId, Acl> run(Optional<AccountState> memory) {
        var read = new HashMap<MailboxId, Acl>();
        rows.engine().scan(rows.scope(), Table.ACCOUNT, Range.prefix(Keys.acls()), row -> {
            var id = new MailboxId((int) Keys.behindKind(row.key()).u32());
            RowReader.decoded(() -> Acl.ofBytes(row.value()), why -> damaged(id, row, why))
                    .ifPresent(acl -> read.put(id, acl));
            return true;
        });
        memory.ifPresent(state -> compare(state.acls(), read));
        return memory.map(AccountState::acls).orElse(read);
    }

    /// What is in memory is written again by the repair's commit.
    private void compare(Map<MailboxId, Acl> memory, Map<MailboxId, Acl> read) {
        var all = new HashSet<>(memory.keySet());
        all.addAll(read.keySet());
        for (var id : all) {
            if (!Optional.ofNullable(memory.get(id)).equals(Optional.ofNullable(read.get(id)))) {
                findings.tell(Damage.RIGHTS, where, "the rights on mailbox " + id.value() + " are not those in memory");
                repair.rewrite();
                if (!memory.containsKey(id)) {
                    repair.delete(Table.ACCOUNT, Keys.acl(id.value()));
                }
            }
        }
    }

    private void damaged(MailboxId id, Engine.Entry row, String why) {
        findings.tell(Damage.RIGHTS, where, "the rights on mailbox " + id.value() + " are damaged: " + why);
        repair.rewrite();
        repair.delete(Table.ACCOUNT, row.key());
    }
}
