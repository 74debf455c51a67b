package org.posthorn.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.MessageChanges.Returning;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;

/// Brings deleted messages back, in the draft of one commit: into the mailbox where they were; into one of the
/// same name, made again if need be, when that was deleted; or wherever the caller says. Each gets a new UID there
/// (UIDs never return, RFC 9051 §2.3.1.1), in the order of the old ones.
final class Undeletion {
    /// The most messages of one commit.
    static final int LIMIT = 10_000;

    /// For messages whose mailbox's row was damaged and is gone.
    static final MailboxName WHERE_THE_NAME_IS_LOST = MailboxName.INBOX;

    private static final Comparator<Returning> IN_THEIR_ORDER = Comparator.comparing(
                    (Returning message) -> message.id().mailbox().value())
            .thenComparing(message -> message.id().uid());

    private final Draft draft;
    private final DeletedMail deleted;
    private final MessageChanges messages;
    private final MailboxChanges mailboxes;

    Undeletion(Draft draft, DeletedMail deleted, MessageChanges messages) {
        this.draft = draft;
        this.deleted = deleted;
        this.messages = messages;
        this.mailboxes = new MailboxChanges(draft, messages);
    }

    /// Those that were swept, or brought back already, are passed over.
    ///
    /// @param into made and subscribed when it is not there; empty: where each was
    /// @return how many came into which mailbox
    SortedMap<MailboxName, Integer> restore(List<DeletedId> chosen, Optional<MailboxName> into) {
        if (chosen.size() > LIMIT) {
            throw new IllegalArgumentException(chosen.size() + " messages at once");
        }
        var ids = List.copyOf(new LinkedHashSet<>(chosen));
        var places = deleted.places(ids);
        var byOrigin = new TreeMap<Integer, List<Returning>>();
        for (int i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            places.get(i)
                    .ifPresent(place -> byOrigin.computeIfAbsent(id.mailbox().value(), _ -> new ArrayList<>())
                            .add(new Returning(id, place)));
        }
        var byTarget = new TreeMap<MailboxName, List<Returning>>();
        byOrigin.forEach((origin, all) -> {
            var target = into.map(mailboxes::findOrCreate).orElseGet(() -> home(new MailboxId(origin)));
            byTarget.computeIfAbsent(target.name(), _ -> new ArrayList<>()).addAll(all);
        });
        var restored = new TreeMap<MailboxName, Integer>();
        byTarget.forEach((name, all) -> {
            all.sort(IN_THEIR_ORDER);
            messages.restore(draft.require(name).mailbox().id(), all);
            restored.put(name, all.size());
        });
        return restored;
    }

    /// Makes a deleted mailbox again, without its messages.
    Mailbox restore(MailboxId mailbox) {
        return deleted.mailbox(mailbox).map(mailboxes::findOrRestore).orElseThrow(Draft::noSuchMailbox);
    }

    private Mailbox home(MailboxId origin) {
        return draft.held(origin)
                .map(Held::mailbox)
                .or(() -> deleted.mailbox(origin).map(mailboxes::findOrRestore))
                .orElseGet(() -> mailboxes.findOrCreate(WHERE_THE_NAME_IS_LOST));
    }
}
