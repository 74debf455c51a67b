package org.posthorn.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.posthorn.storage.AccountState.Held;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.SpecialUse;

/// Making, renaming and deleting mailboxes (RFC 9051 §6.3.4 to §6.3.6), and subscriptions.
final class MailboxChanges {
    /// The most mailboxes, and the most subscriptions, of one account.
    static final int LIMIT = 10_000;

    private final Draft draft;
    private final MessageChanges messages;

    MailboxChanges(Draft draft, MessageChanges messages) {
        this.draft = draft;
        this.messages = messages;
    }

    Mailbox create(MailboxName name, Set<SpecialUse> use) {
        if (draft.held(name).isPresent()) {
            throw exists();
        }
        for (var held : draft.all()) {
            if (held.mailbox().use().stream().anyMatch(use::contains)) {
                // RFC 6154 §3: a use may be refused; two mailboxes with one use would confuse every client.
                throw new Refused(Refused.Why.FORBIDDEN, held.mailbox().name() + " has this use already");
            }
        }
        createParents(name);
        return make(name, use);
    }

    Mailbox findOrCreate(MailboxName name) {
        return draft.held(name).map(Held::mailbox).orElseGet(() -> {
            var made = create(name, Set.of());
            subscribe(name);
            return made;
        });
    }

    void delete(MailboxName name) {
        if (name.equals(MailboxName.INBOX)) {
            // RFC 9051 §6.3.5: it is an error to delete INBOX.
            throw new Refused(Refused.Why.FORBIDDEN, "INBOX can't be deleted");
        }
        var held = draft.require(name);
        messages.dropAll(held.mailbox().id());
        draft.remove(held.mailbox());
        draft.batch()
                .deletePrefix(
                        Table.ACCOUNT, Keys.annotations(held.mailbox().id().value()))
                .delete(Table.ACCOUNT, Keys.accessKey(held.mailbox().id().value()));
        keep(held.mailbox());
        draft.log(new Change.Deleted(held.mailbox().id()));
    }

    /// What it was called stays, for as long as its messages can be brought back.
    private void keep(Mailbox gone) {
        var deleted = new DeletedMailbox(gone.id(), gone.name(), gone.uidValidity(), gone.use(), draft.now());
        draft.batch()
                .put(Table.ACCOUNT, deleted.key(), deleted.toBytes())
                .put(Table.ACCOUNT, new Deletion.OfMailbox(draft.now(), gone.id()).key(), Deletion.MARK);
    }

    /// The mailbox of this name, made and subscribed when it is not there, with the use that it had unless another
    /// mailbox has it now.
    Mailbox findOrRestore(DeletedMailbox deleted) {
        return draft.held(deleted.name()).map(Held::mailbox).orElseGet(() -> {
            var taken = EnumSet.noneOf(SpecialUse.class);
            draft.all().forEach(held -> taken.addAll(held.mailbox().use()));
            var use = EnumSet.noneOf(SpecialUse.class);
            use.addAll(deleted.use());
            use.removeAll(taken);
            var made = create(deleted.name(), use);
            subscribe(deleted.name());
            return made;
        });
    }

    void rename(MailboxName from, MailboxName to) {
        if (draft.held(to).isPresent()) {
            throw exists();
        }
        // INBOX itself stays where it is, so what is made of its messages may well lie below it.
        if (from.isAbove(to) && !from.equals(MailboxName.INBOX)) {
            throw new Refused(Refused.Why.FORBIDDEN, "a mailbox can't be moved below itself");
        }
        var held = draft.require(from);
        if (from.equals(MailboxName.INBOX)) {
            // RFC 9051 §6.3.6: the messages of INBOX move, INBOX and what is below it stay.
            var made = create(to, Set.of());
            var all = held.state().uids();
            messages.move(held.mailbox().id(), all, made.id(), Rights.ALL);
            return;
        }
        createParents(to);
        var moving = new ArrayList<Held>();
        for (var each : draft.all()) {
            var name = each.mailbox().name();
            if (name.equals(from) || from.isAbove(name)) {
                moving.add(each);
            }
        }
        moving.sort(Comparator.comparing(each -> each.mailbox().name()));
        for (var each : moving) {
            var name = to.inPlaceOf(from, each.mailbox().name());
            if (draft.held(name).isPresent()) {
                throw exists();
            }
            draft.put(each.mailbox().named(name, draft.isSubscribed(name)), each.state());
            draft.log(new Change.Renamed(each.mailbox().id(), name));
        }
    }

    void subscribe(MailboxName name) {
        if (!draft.isSubscribed(name)) {
            limit(draft.subscriptions());
            draft.subscribe(name, true);
        }
    }

    void unsubscribe(MailboxName name) {
        if (draft.isSubscribed(name)) {
            draft.subscribe(name, false);
        }
    }

    private void createParents(MailboxName name) {
        name.parent().filter(parent -> draft.held(parent).isEmpty()).ifPresent(parent -> {
            createParents(parent);
            make(parent, Set.of());
        });
    }

    private Mailbox make(MailboxName name, Set<SpecialUse> use) {
        limit(draft.count());
        var id = draft.nextMailbox();
        long uidValidity = draft.nextUidValidity();
        var state = MailboxState.empty(id, uidValidity, draft.modSeq());
        var mailbox = new Mailbox(id, name, use, draft.isSubscribed(name), uidValidity, 1, draft.modSeq(), 0, 0, 0, 0);
        draft.put(mailbox, state);
        draft.log(new Change.Created(id, name));
        inherit(mailbox);
        return mailbox;
    }

    /// RFC 4314 §4: a new mailbox has the rights of its parent.
    private void inherit(Mailbox made) {
        made.name().parent().flatMap(draft::held).ifPresent(parent -> {
            var acl = draft.acl(parent.mailbox().id());
            if (!acl.equals(draft.acl(made.id()))) {
                draft.share(made.id(), acl);
                draft.log(new Change.Shared(made.id()));
            }
        });
    }

    private static void limit(int count) {
        if (count >= LIMIT) {
            throw new Refused(Refused.Why.OVER_QUOTA, "no more than " + LIMIT);
        }
    }

    private static Refused exists() {
        return new Refused(Refused.Why.EXISTS, "the mailbox exists already");
    }
}
