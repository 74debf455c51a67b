package org.posthorn.storage;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;

/// All mailboxes of an account, with what they hold, and its subscriptions, as of one commit. Immutable. It shares
/// what did not change with those before and behind it, so that who remembers one holds little, however much
/// happens meanwhile: the difference to a later one is all that is to be told.
public final class MailboxList {
    private final AccountState state;

    MailboxList(AccountState state) {
        this.state = state;
    }

    /// The log's entries up to here made it.
    public long modSeq() {
        return state.counters().modSeq();
    }

    public Collection<MailboxId> ids() {
        return state.names().values();
    }

    public Optional<Mailbox> mailbox(MailboxId id) {
        return state.held(id).map(Held::mailbox);
    }

    public Optional<Mailbox> mailbox(MailboxName name) {
        return state.held(name).map(Held::mailbox);
    }

    public Optional<MailboxState> state(MailboxId id) {
        return state.held(id).map(Held::state);
    }

    public Set<MailboxName> subscriptions() {
        return Collections.unmodifiableSet(state.subscriptions());
    }

    /// The mailboxes that were made, went, or are not what they were. Reads nothing: what was left alone is the
    /// same object in both.
    public Set<MailboxId> changedSince(MailboxList earlier) {
        var changed = new HashSet<MailboxId>();
        if (state == earlier.state) {
            return changed;
        }
        state.mailboxes().forEach((id, held) -> {
            if (earlier.state.mailboxes().get(id) != held) {
                changed.add(id);
            }
        });
        for (var id : earlier.state.mailboxes().keySet()) {
            if (!state.mailboxes().containsKey(id)) {
                changed.add(id);
            }
        }
        return changed;
    }
}
