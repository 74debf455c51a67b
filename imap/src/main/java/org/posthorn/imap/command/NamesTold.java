package org.posthorn.imap.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.notify.Event;
import org.posthorn.imap.notify.Interest;
import org.posthorn.storage.MailboxList;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;

/// Tells of mailboxes that were made, renamed or deleted, and of subscriptions: one LIST response for each name that is
/// concerned (RFC 5465 §5.4, §5.5), renamings first.
final class NamesTold {
    private final State.LoggedIn session;
    private final Interest interest;
    private final NameChanges changes;
    private final TreeMap<MailboxName, MailboxName> renamed = new TreeMap<>();
    private final TreeSet<MailboxName> concerned = new TreeSet<>();

    NamesTold(State.LoggedIn session, Interest interest, NameChanges changes) {
        this.session = session;
        this.interest = interest;
        this.changes = changes;
        for (var id : changes.now().changedSince(changes.before())) {
            concern(id);
        }
        concernSubscriptions();
    }

    /// @param own what the client did itself, and whether it is so
    void tell(Map<MailboxName, Predicate<MailboxList>> own) throws PeerGone {
        Predicate<MailboxName> isOwn =
                name -> own.getOrDefault(name, _ -> false).test(changes.now());
        renamed.keySet().removeIf(isOwn);
        concerned.removeIf(isOwn);
        if (renamed.isEmpty() && concerned.isEmpty()) {
            return;
        }
        var all = Hierarchy.of(session, _ -> false);
        for (var each : renamed.entrySet()) {
            ListMailboxes.tellChanged(session.dialogue(), all, each.getKey())
                    .raw(" (\"OLDNAME\" (")
                    .mailbox(each.getValue())
                    .raw("))")
                    .crlf();
        }
        for (var name : concerned) {
            ListMailboxes.tellChanged(session.dialogue(), all, name).crlf();
        }
    }

    private void concern(MailboxId id) {
        var was = changes.before().mailbox(id).map(Mailbox::name);
        var is = changes.now().mailbox(id).map(Mailbox::name);
        if (was.equals(is)) {
            return;
        }
        var old = changes.renamed(id);
        if (old.isEmpty()) {
            was.ifPresent(this::concernWithParent);
            is.ifPresent(this::concernWithParent);
        } else if (!changes.isMovedAlong(old.get(), is.orElseThrow())
                && (wants(old.get(), Event.MAILBOX_NAME) || wants(is.get(), Event.MAILBOX_NAME))) {
            renamed.put(is.get(), old.get());
        }
    }

    /// RFC 5465 §5.4: the parent is concerned too, since now it has children, or none.
    private void concernWithParent(MailboxName name) {
        concern(name);
        name.parent().ifPresent(this::concern);
    }

    private void concern(MailboxName name) {
        if (wants(name, Event.MAILBOX_NAME)) {
            concerned.add(name);
        }
    }

    private void concernSubscriptions() {
        var before = changes.before().subscriptions();
        var now = changes.now().subscriptions();
        if (now.equals(before)) {
            return;
        }
        var differ = new TreeSet<>(now);
        differ.addAll(before);
        for (var name : differ) {
            if (now.contains(name) != before.contains(name) && wants(name, Event.SUBSCRIPTION_CHANGE)) {
                concerned.add(name);
            }
        }
    }

    private boolean wants(MailboxName name, Event event) {
        boolean subscribed = changes.now().subscriptions().contains(name)
                || changes.before().subscriptions().contains(name);
        return interest.events(name, true, subscribed).contains(event);
    }
}
