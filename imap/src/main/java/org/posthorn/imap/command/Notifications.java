package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.notify.Event;
import org.posthorn.imap.notify.Interest;
import org.posthorn.imap.view.Awareness;
import org.posthorn.storage.Account;
import org.posthorn.storage.MailboxList;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Uids;

/// What a client asked to hear of mailboxes that it has not selected (RFC 5465), and the account as it was told of it.
/// What is to be told is the difference between that and the account now, however many commits lie between them: one
/// STATUS for a mailbox that got a thousand messages, nothing for one that was made and deleted.
///
/// For the connection's command thread only; the account calls back from any.
final class Notifications {
    private final Account account;
    private final Interest interest;
    private final Account.Watch watch;
    private final Map<MailboxName, Predicate<MailboxList>> ownNames = new HashMap<>();
    private final Map<MailboxId, Uids> ownMessages = new HashMap<>();
    private MailboxList told;

    private Notifications(Account account, Interest interest, Optional<Notifications> before, Runnable changed) {
        this.account = account;
        this.interest = interest;
        this.watch = interest.groups().isEmpty() ? () -> {} : account.watch(changed);
        // Watched first: what happens from now on calls back.
        this.told = before.map(old -> old.told).orElseGet(account::list);
    }

    /// @param before what the client wanted to hear of until now, and was told
    static Notifications of(Account account, Interest interest, Optional<Notifications> before, Runnable changed) {
        return new Notifications(account, interest, before, changed);
    }

    Interest interest() {
        return interest;
    }

    void close() {
        watch.close();
    }

    /// The client did something to a name, which is not told if it is all that happened.
    ///
    /// @param done whether it is so
    void did(MailboxName name, Predicate<MailboxList> done) {
        if (!interest.groups().isEmpty()) {
            ownNames.put(name, done);
        }
    }

    /// The client put messages into a mailbox that it has not selected.
    void putInto(MailboxId mailbox, Uids uids) {
        if (!interest.groups().isEmpty()) {
            ownMessages.merge(mailbox, uids, Uids::or);
        }
    }

    /// Tells what happened since it was told last.
    void tell(State.LoggedIn session) throws PeerGone {
        if (interest.groups().isEmpty()) {
            return;
        }
        var changes = new NameChanges(told, account.list());
        told = changes.now();
        new NamesTold(session, interest, changes).tell(ownNames);
        for (var id : told.changedSince(changes.before())) {
            var mailbox = told.mailbox(id);
            if (mailbox.isPresent() && !isSelected(session, id) && !isOwn(changes, mailbox.get())) {
                tellMessages(session, changes, mailbox.get());
            }
        }
        ownNames.clear();
        ownMessages.clear();
    }

    private boolean isSelected(State.LoggedIn session, MailboxId id) {
        return session instanceof State.Selected selected
                && selected.mailbox().account().id().equals(account.id())
                && selected.mailbox().id().equals(id);
    }

    /// Whether nothing happened to the mailbox but what this client did itself.
    private boolean isOwn(NameChanges changes, Mailbox mailbox) {
        var is = told.state(mailbox.id()).orElseThrow();
        var own = ownMessages.getOrDefault(mailbox.id(), Uids.NONE);
        var was = changes.before().state(mailbox.id());
        if (was.isEmpty()) {
            return ownNames.containsKey(mailbox.name()) && is.uids().equals(own);
        }
        return !own.isEmpty()
                && is.uids().equals(was.get().uids().or(own))
                && is.flagsChangedSince(was.get()).isEmpty();
    }

    /// RFC 5465 §5.1 to §5.3
    private void tellMessages(State.LoggedIn session, NameChanges changes, Mailbox is) throws PeerGone {
        var events = events(is.name());
        if (!events.contains(Event.MESSAGE_NEW)) {
            return;
        }
        var was = changes.before().mailbox(is.id()).filter(_ -> changes.isKnown(is.id()));
        // Of one that the client did not know, all is told: its UIDVALIDITY may be another than this name had (§5.1).
        boolean counts = was.map(known -> known.messages() != is.messages() || known.uidNext() != is.uidNext())
                .orElse(true);
        boolean flags = events.contains(Event.FLAG_CHANGE)
                && was.filter(known -> known.highestModSeq() != is.highestModSeq())
                        .isPresent();
        boolean seen =
                flags && was.filter(known -> known.unseen() != is.unseen()).isPresent();
        boolean aware = session.dialogue().awareness() != Awareness.NONE;
        // RFC 5465 §5.1: where neither of them is told, there is nothing to tell of flags.
        if (counts || seen || flags && aware) {
            var mailbox = session.find(is.name()).filter(Notifications::mayHear);
            if (mailbox.isPresent()) {
                StatusItem.tell(session, mailbox.get(), items(events, counts, aware));
            }
        }
    }

    /// RFC 5465 §5
    private static boolean mayHear(Reached mailbox) {
        return mailbox.may(Right.LOOKUP) && mailbox.may(Right.READ);
    }

    private static List<StatusItem> items(Set<Event> events, boolean counts, boolean modSeq) {
        var items = new ArrayList<StatusItem>();
        items.add(StatusItem.UIDVALIDITY);
        if (counts) {
            items.add(StatusItem.UIDNEXT);
            items.add(StatusItem.MESSAGES);
        }
        if (events.contains(Event.FLAG_CHANGE)) {
            items.add(StatusItem.UNSEEN);
        }
        if (modSeq) {
            items.add(StatusItem.HIGHESTMODSEQ);
        }
        return items;
    }

    private Set<Event> events(MailboxName name) {
        return interest.events(name, true, told.subscriptions().contains(name));
    }

    /// Tells of each mailbox with events of messages how it stands (RFC 5465 §3.1).
    void tellAll(State.LoggedIn session) throws PeerGone {
        boolean modSeqs = session.dialogue().offers("CONDSTORE");
        for (var mailbox : new Reach(session).own()) {
            var events = events(mailbox.name());
            if (events.contains(Event.MESSAGE_NEW) && mayHear(mailbox) && !isSelected(session, mailbox.id())) {
                var items = items(events, true, modSeqs && events.contains(Event.FLAG_CHANGE));
                StatusItem.tell(session, mailbox, items);
            }
        }
    }
}
