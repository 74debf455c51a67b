package org.posthorn.imap.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds mailboxes for a session by the names that its client knows: its user's own, and those that others share with
/// him. Whether an account exists that shares nothing with him is not to be learned here, nor by how long it takes
/// (P6).
record Reach(State.LoggedIn session) {
    private static final Logger log = LoggerFactory.getLogger(Reach.class);

    /// Where a mailbox is or would be.
    ///
    /// @param name  the owner's for it
    /// @param known the client's for it
    record Place(Account account, MailboxName name, MailboxName known) {}

    Optional<Reached> find(MailboxName name) {
        // What is the user's own comes first: he may have had a mailbox of such a name before there were namespaces.
        var own = reached(session.account(), name, name);
        return own.isPresent()
                ? own
                : foreign(name).flatMap(place -> reached(place.account(), place.name(), place.known()));
    }

    private static Optional<Reached> reached(Account account, MailboxName name, MailboxName known) {
        return account.mailbox(name)
                .map(mailbox -> reached(account, mailbox, known))
                .filter(Reached::isKnown);
    }

    private static Reached reached(Account account, Mailbox mailbox, MailboxName known) {
        return new Reached(account, mailbox, account.sharing().rights(mailbox.id()), known);
    }

    /// A place among another's mailboxes.
    private Optional<Place> foreign(MailboxName name) {
        var foreign = Space.foreign(name).filter(its -> its.name().isPresent());
        if (foreign.isEmpty()) {
            return Optional.empty();
        }
        return sharer(foreign.get()).map(owner -> {
            var its = foreign.get().name().get();
            return new Place(neighbour(owner.id()), its, foreign.get().space().name(owner, its));
        });
    }

    /// The owner, when he shares anything with the user.
    private Optional<Directory.Entry> sharer(Space.Foreign foreign) {
        return store().sharer(foreign.owner(), user())
                .filter(owner -> !owner.id().equals(user()))
                .filter(owner -> Space.of(store().directory(), owner) == foreign.space());
    }

    /// Where a mailbox can be made, or renamed to.
    ///
    /// @throws Refused NO_PERMISSION: the user may not make mailboxes there, or nobody can
    Place placeFor(MailboxName name) {
        var space = Space.foreign(name);
        var place = space.isPresent() || isSpace(name)
                ? foreign(name).or(() -> ownBelowAncestor(name)).orElseThrow(Reached::noPermission)
                : new Place(session.account(), name, name);
        requireCreate(place);
        return place;
    }

    private static boolean isSpace(MailboxName name) {
        for (var space : Space.values()) {
            if ((name.text() + "/").startsWith(space.prefix())) {
                return true;
            }
        }
        return false;
    }

    /// Below a mailbox that was there before there were namespaces.
    private Optional<Place> ownBelowAncestor(MailboxName name) {
        return ancestor(session.account(), name).map(_ -> new Place(session.account(), name, name));
    }

    /// RFC 4314 §4: "k" on the nearest parent that there is; without one only the owner.
    private void requireCreate(Place place) {
        var ancestor = ancestor(place.account(), place.name());
        boolean may = ancestor.isPresent()
                ? place.account().sharing().rights(ancestor.get().id()).has(Right.CREATE)
                : place.account() == session.account();
        if (!may) {
            throw Reached.noPermission();
        }
    }

    private static Optional<Mailbox> ancestor(Account account, MailboxName name) {
        for (var parent = name.parent();
                parent.isPresent();
                parent = parent.get().parent()) {
            var mailbox = account.mailbox(parent.get());
            if (mailbox.isPresent()) {
                return mailbox;
            }
        }
        return Optional.empty();
    }

    /// The user's own mailboxes, which he may look up whatever else.
    List<Reached> own() {
        var account = session.account();
        return account.mailboxes().stream()
                .map(mailbox -> reached(account, mailbox, mailbox.name()))
                .toList();
    }

    /// Visits the mailboxes that the user may look up: his own, and those of the spaces that are wanted. The accounts
    /// of others are open only meanwhile.
    void visit(Predicate<Space> wanted, Consumer<Reached> visitor) {
        own().forEach(visitor);
        boolean any = false;
        for (var space : Space.values()) {
            any |= wanted.test(space);
        }
        if (any) {
            for (var id : store().sharers(user())) {
                store().directory()
                        .account(id)
                        .filter(_ -> !id.equals(user()))
                        .ifPresent(owner -> visit(owner, wanted, visitor));
            }
        }
    }

    private void visit(Directory.Entry owner, Predicate<Space> wanted, Consumer<Reached> visitor) {
        var space = Space.of(store().directory(), owner);
        if (!wanted.test(space)) {
            return;
        }
        try (var account = store().account(owner.id(), user())) {
            for (var mailbox : account.mailboxes()) {
                var reached = reached(account, mailbox, space.name(owner, mailbox.name()));
                if (reached.may(Right.LOOKUP)) {
                    visitor.accept(reached);
                }
            }
        } catch (Refused e) {
            // One account's trouble must not hide all others' mailboxes.
            log.atInfo()
                    .addKeyValue("conn", session.dialogue().connection().id())
                    .addKeyValue("owner", owner.address())
                    .addKeyValue("why", e.why())
                    .log("mailboxes of another account not listed");
        }
    }

    /// What is selected, with its name of now.
    ///
    /// @throws Refused NOT_FOUND: it is gone, or may not be read any more
    Reached selected(SelectedMailbox view) {
        var account = view.account();
        var mailbox = account.mailbox(view.id()).orElseThrow(Reach::noSuchMailbox);
        var reached = reached(account, mailbox, name(account, mailbox));
        if (!reached.isOwn() && !reached.may(Right.READ)) {
            throw noSuchMailbox();
        }
        return reached;
    }

    /// As this client knows it.
    private MailboxName name(Account account, Mailbox mailbox) {
        return store().directory()
                .account(account.id())
                .filter(owner -> !owner.id().equals(user()))
                .map(owner -> Space.of(store().directory(), owner).name(owner, mailbox.name()))
                .orElse(mailbox.name());
    }

    private Account neighbour(AccountId owner) {
        return session.dialogue().neighbours().open(owner, user());
    }

    private AccountId user() {
        return session.account().id();
    }

    private MailStore store() {
        return session.dialogue().service().store();
    }

    static Refused noSuchMailbox() {
        return new Refused(Refused.Why.NOT_FOUND, "no such mailbox");
    }
}
