package org.posthorn.smtp.receive;

import java.util.Optional;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;
import org.posthorn.storage.directory.Directory;

/// Finds where mail for a recipient goes. The only place that decides it, so the only one that could ever relay: a
/// percent hack (`user%elsewhere@here`) or a quoted address in a local part is the name of a local user, and of none.
/// Thread-safe.
final class Router {
    private final Directory directory;
    private final Terms terms;

    Router(Directory directory, Terms terms) {
        this.directory = directory;
        this.terms = terms;
    }

    /// What is to be done with one recipient.
    sealed interface Route {}

    /// @param recipient the address as it was given; `postmaster` alone has got its domain
    record Local(Directory.Entry account, EmailAddress recipient) implements Route {}

    record Turned(Reply reply) implements Route {}

    Route route(EmailAddress recipient) {
        if (!directory.isLocalDomain(recipient.domain())) {
            // RFC 5321 §3.6.2: a server may refuse to relay; we have no queue to relay from.
            return new Turned(terms.forUsers() ? Replies.NO_SENDING_YET : Replies.NO_RELAY);
        }
        return directory
                .recipient(recipient)
                .<Route>map(account -> new Local(account, recipient))
                .orElse(new Turned(Replies.NO_SUCH_USER));
    }

    /// `RCPT TO:<postmaster>` without a domain (RFC 5321 §4.5.1): the postmaster of the first domain that has one.
    Route postmaster() {
        return directory.domains().stream()
                .map(domain -> new EmailAddress("postmaster", domain))
                .flatMap(address ->
                        directory.recipient(address).stream().<Route>map(account -> new Local(account, address)))
                .findFirst()
                .orElse(new Turned(Replies.NO_SUCH_USER));
    }

    /// Whether the user may write under the address (RFC 6409 §6.1): their own, with any tag.
    boolean owns(Directory.Entry user, EmailAddress sender) {
        return directory.recipient(sender).map(Directory.Entry::id).equals(Optional.of(user.id()));
    }
}
