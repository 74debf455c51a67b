package org.posthorn.imap.command;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.notify.Event;
import org.posthorn.imap.notify.Interest;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.mailbox.Mailbox;

/// Tells a client that asked for it, by ENABLE or by NOTIFY, which annotations others have changed, by name only (RFC
/// 5464 §4.4.2, RFC 5465 §5.6, §5.7). For the connection's command thread only.
final class AnnotationNews {
    private boolean enabled;
    /// Once there was a NOTIFY, it alone counts (RFC 5465 §4).
    private Optional<Interest> interest = Optional.empty();

    private long toldUpTo;
    private final Set<Long> own = new HashSet<>();

    void enable(State.LoggedIn session) {
        begin(session);
        enabled = true;
    }

    void listen(State.LoggedIn session, Interest now) {
        begin(session);
        interest = Optional.of(now);
    }

    /// Nobody was told anything so far.
    private void begin(State.LoggedIn session) {
        if (!listens()) {
            toldUpTo = session.account().annotations().now();
        }
    }

    private boolean listens() {
        return interest.map(Interest::isOfAnnotations).orElse(enabled);
    }

    void disable() {
        enabled = false;
        interest = Optional.empty();
        own.clear();
    }

    /// The client itself did this: it need not be told.
    void own(long modSeq) {
        if (listens()) {
            own.add(modSeq);
        }
    }

    void tell(State.LoggedIn session) throws PeerGone {
        var annotations = session.account().annotations();
        if (!listens() || annotations.now() == toldUpTo) {
            return;
        }
        var news = annotations.since(toldUpTo, session.account().id(), modSeq -> !own.contains(modSeq));
        toldUpTo = news.upTo();
        own.removeIf(modSeq -> modSeq <= toldUpTo);
        for (var each : news.changed().entrySet()) {
            var mailbox = each.getKey().flatMap(session.account()::mailbox);
            boolean went = each.getKey().isPresent() && mailbox.isEmpty();
            if (!went && wants(session, mailbox)) {
                tell(session, mailbox, each.getValue());
            }
        }
    }

    private boolean wants(State.LoggedIn session, Optional<Mailbox> mailbox) {
        if (interest.isEmpty()) {
            return true;
        }
        if (mailbox.isEmpty()) {
            return interest.get().has(Event.SERVER_METADATA_CHANGE);
        }
        var name = mailbox.get().name();
        boolean subscribed = session.account().subscriptions().contains(name);
        return interest.get().events(name, true, subscribed).contains(Event.MAILBOX_METADATA_CHANGE);
    }

    private static void tell(State.LoggedIn session, Optional<Mailbox> mailbox, Set<EntryName> names) throws PeerGone {
        var out = session.dialogue().out();
        out.raw("* METADATA ")
                .mailbox(mailbox.map(Mailbox::name).map(Object::toString).orElse(""));
        for (var name : names) {
            out.space().astring(name.text());
        }
        out.crlf();
    }
}
