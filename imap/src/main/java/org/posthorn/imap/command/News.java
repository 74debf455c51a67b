package org.posthorn.imap.command;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.FetchEncoder;
import org.posthorn.imap.fetch.FetchItem;
import org.posthorn.imap.fetch.FetchItems;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.notify.Interest;
import org.posthorn.imap.view.Attention;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the client is told without having asked: changes of the mailbox that it has selected, and after NOTIFY, of
/// others. It is told at the end of each command; while it idles (RFC 2177), and after NOTIFY between commands too
/// (RFC 5465), as things happen.
///
/// Nothing is queued. A commit of the store only posts a task to the connection, one for all commits until it runs;
/// what is told then is the difference between what the client was told of and what is. So nothing is lost,
/// and a client that reads slowly, or a burst of a thousand messages, costs no memory.
///
/// For the connection's command thread only, but for [#changed()].
public final class News {
    private static final Logger log = LoggerFactory.getLogger(News.class);
    /// More new messages at once than this, and what was asked of each, are more than a client can have wanted.
    private static final int MOST_FETCHED = 10_000;

    private final Dialogue dialogue;
    private final AnnotationNews annotations = new AnnotationNews();
    private final AtomicBoolean posted = new AtomicBoolean();
    private Optional<Notifications> notifications = Optional.empty();
    private Optional<Account.Watch> watch = Optional.empty();

    News(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    AnnotationNews annotations() {
        return annotations;
    }

    /// What the client wants to hear of the mailbox that it has selected.
    Attention attention() {
        return notifications.isPresent() ? ofSelected().attention() : Attention.FLAGS;
    }

    private Interest.OfSelected ofSelected() {
        return notifications.map(Notifications::interest).orElse(Interest.NONE).selected();
    }

    // ---- when

    /// Watches what is selected in this state, if the client is to hear of it at once.
    void follow(State state) {
        watch.ifPresent(Account.Watch::close);
        watch = watched(state).map(view -> view.account().watch(view.id(), this::changed));
    }

    private Optional<SelectedMailbox> watched(State state) {
        boolean idles = state instanceof State.Idling;
        boolean listens = notifications.isPresent() ? attention() != Attention.NOTHING : idles;
        return resumed(state) instanceof State.Selected selected && listens
                ? Optional.of(selected.mailbox())
                : Optional.empty();
    }

    private static State resumed(State state) {
        return state instanceof State.Idling idling ? idling.resumed() : state;
    }

    /// NOTIFY, as of now.
    ///
    /// @param status whether to begin with how the mailboxes stand
    void listen(State.LoggedIn session, Interest interest, boolean status) throws PeerGone {
        var before = notifications;
        if (before.isPresent()) {
            before.get().tell(session);
        }
        notifications = Optional.of(Notifications.of(session.account(), interest, before, this::changed));
        before.ifPresent(Notifications::close);
        annotations.listen(session, interest);
        if (status) {
            notifications.get().tellAll(session);
        }
        follow(dialogue.state());
        if (session instanceof State.Selected selected) {
            selected.mailbox().attend(attention());
        }
    }

    /// For any thread: something changed that this client may want to hear of.
    void changed() {
        if (posted.compareAndSet(false, true)) {
            dialogue.connection().post(this::push);
        }
    }

    private void push() {
        posted.set(false); // before anything is looked at: what happens from now on posts anew
        boolean idles = dialogue.state() instanceof State.Idling;
        if (!idles && notifications.isEmpty()) {
            return;
        }
        boolean atOnce = ofSelected().expunges() == Interest.When.AT_ONCE;
        try {
            tell(idles || atOnce ? Expunges.TOLD : Expunges.HELD_BACK, SelectedMailbox::push);
        } catch (PeerGone gone) {
            dialogue.connection().closeAfterFlush();
            return;
        }
        if (dialogue.over()) {
            dialogue.connection().closeAfterFlush();
        }
    }

    // ---- what

    /// Tells what changed at the end of a command.
    public void tell(Expunges expunges) throws PeerGone {
        tell(expunges, SelectedMailbox::settle);
    }

    private interface Way {
        void tell(SelectedMailbox view, Expunges expunges, ImapEncoder out) throws PeerGone;
    }

    /// Says goodbye when the selected mailbox is gone, since no IMAP state fits that.
    private void tell(Expunges expunges, Way way) throws PeerGone {
        if (!(resumed(dialogue.state()) instanceof State.LoggedIn session)) {
            return;
        }
        try {
            if (session instanceof State.Selected selected) {
                way.tell(selected.mailbox(), expunges, dialogue.out());
                dialogue.tellRights(selected.mailbox());
                tellArrived(selected.mailbox());
                tellHeldBack(selected.mailbox(), expunges);
            }
            if (notifications.isPresent()) {
                notifications.get().tell(session);
            }
            annotations.tell(session);
        } catch (Refused gone) {
            dialogue.sayGoodbye("the selected mailbox was deleted");
        }
    }

    /// RFC 5465 §6.1.1: a command that had to leave expunges out is over in a moment, and then they are told.
    private void tellHeldBack(SelectedMailbox view, Expunges expunges) {
        boolean atOnce = ofSelected().expunges() == Interest.When.AT_ONCE;
        if (atOnce && expunges == Expunges.HELD_BACK && view.holdsBack()) {
            changed();
        }
    }

    /// RFC 5465 §5.2
    private void tellArrived(SelectedMailbox view) throws PeerGone {
        var arrived = view.takeArrived();
        var asked = ofSelected().items();
        if (asked.isEmpty() || arrived.isEmpty()) {
            return;
        }
        if (arrived.count() > MOST_FETCHED) {
            overflow();
            return;
        }
        try {
            var encoder = new FetchEncoder(view.account(), view, view.state(), dialogue.out());
            encoder.run(known(asked.get(), view.awareness()), arrived, Uids.NONE);
        } catch (Refused damaged) {
            // The client sees the messages, and is told what is wrong with them when it asks for them.
            log.atWarn()
                    .addKeyValue("conn", dialogue.connection().id())
                    .addKeyValue("why", damaged.getMessage())
                    .log("new messages could not be told");
        }
    }

    /// RFC 7162 §3.2.4: which message it is, and with its flags their MODSEQ.
    private static FetchItems known(FetchItems asked, Awareness awareness) {
        return switch (awareness) {
            case NONE -> asked;
            case CONDSTORE -> withModSeq(asked);
            case QRESYNC -> withModSeq(asked.withUid());
        };
    }

    private static FetchItems withModSeq(FetchItems asked) {
        return asked.items().contains(FetchItem.Plain.FLAGS) ? asked.withModSeq() : asked;
    }

    /// RFC 5465 §5.8: as if NOTIFY NONE had come.
    private void overflow() throws PeerGone {
        dialogue.out().raw("* OK [NOTIFICATIONOVERFLOW] too much has changed").crlf();
        if (resumed(dialogue.state()) instanceof State.LoggedIn session) {
            listen(session, Interest.NONE, false);
        }
    }

    // ---- what the client did itself, and so need not be told (RFC 5465 §5)

    void putInto(Reached mailbox, Uids uids) {
        if (dialogue.state() instanceof State.Selected selected && mailbox.is(selected.mailbox())) {
            selected.mailbox().putHere(uids);
        } else if (mailbox.isOwn()) {
            notifications.ifPresent(all -> all.putInto(mailbox.id(), uids));
        }
    }

    void made(MailboxName name) {
        notifications.ifPresent(all -> all.did(name, list -> list.mailbox(name).isPresent()));
        name.parent().ifPresent(this::made);
    }

    void removed(MailboxName name) {
        notifications.ifPresent(all -> all.did(name, list -> list.mailbox(name).isEmpty()));
    }

    void subscribed(MailboxName name) {
        notifications.ifPresent(
                all -> all.did(name, list -> list.subscriptions().contains(name)));
    }

    void unsubscribed(MailboxName name) {
        notifications.ifPresent(
                all -> all.did(name, list -> !list.subscriptions().contains(name)));
    }

    /// The session is over, or nobody's.
    void forget() {
        watch.ifPresent(Account.Watch::close);
        watch = Optional.empty();
        notifications.ifPresent(Notifications::close);
        notifications = Optional.empty();
        annotations.disable();
    }
}
