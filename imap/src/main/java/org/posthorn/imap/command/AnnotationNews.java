package org.posthorn.imap.command;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;

/// Tells a client that asked for it by ENABLE which annotations others have changed, by name only (RFC 5464 §4.4.2).
/// For the connection's command thread only.
final class AnnotationNews {
    private boolean wanted;
    private long toldUpTo;
    private final Set<Long> own = new HashSet<>();

    void enable(State.LoggedIn session) {
        if (!wanted) {
            wanted = true;
            toldUpTo = session.account().annotations().now();
        }
    }

    void disable() {
        wanted = false;
        own.clear();
    }

    /// The client itself did this: it need not be told.
    void own(long modSeq) {
        if (wanted) {
            own.add(modSeq);
        }
    }

    void tell(State.LoggedIn session) throws PeerGone {
        var annotations = session.account().annotations();
        if (!wanted || annotations.now() == toldUpTo) {
            return;
        }
        var news = annotations.since(toldUpTo, session.account().id(), modSeq -> !own.contains(modSeq));
        toldUpTo = news.upTo();
        own.removeIf(modSeq -> modSeq <= toldUpTo);
        for (var each : news.changed().entrySet()) {
            tell(session, each.getKey(), each.getValue());
        }
    }

    private static void tell(State.LoggedIn session, Optional<MailboxId> of, Set<EntryName> names) throws PeerGone {
        var mailbox = of.flatMap(session.account()::mailbox);
        if (of.isPresent() && mailbox.isEmpty()) {
            return; // It went meanwhile.
        }
        var out = session.dialogue().out();
        out.raw("* METADATA ")
                .mailbox(mailbox.map(Mailbox::name).map(Object::toString).orElse(""));
        for (var name : names) {
            out.space().astring(name.text());
        }
        out.crlf();
    }
}
