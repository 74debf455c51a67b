package org.posthorn.imap.command;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Rights;

/// All names that a session's user may see at one moment: of mailboxes, of levels that have only children, and of
/// subscriptions.
final class Hierarchy {
    /// A mailbox and what the user may do with it.
    record Listed(Mailbox mailbox, Rights rights) {}

    private final NavigableMap<String, Listed> mailboxes = new TreeMap<>();
    private final NavigableSet<String> subscriptions = new TreeSet<>();
    private final NavigableSet<String> names = new TreeSet<>();

    /// @param wanted the spaces in which names are looked for
    static Hierarchy of(State.LoggedIn session, Predicate<Space> wanted) {
        var all = new Hierarchy();
        new Reach(session).visit(wanted, mailbox -> {
            // The user's own come first.
            all.mailboxes.putIfAbsent(mailbox.name().text(), new Listed(mailbox.mailbox(), mailbox.rights()));
            all.addWithParents(mailbox.name());
        });
        for (var name : session.account().subscriptions()) {
            all.subscriptions.add(name.text());
            all.addWithParents(name);
        }
        return all;
    }

    private void addWithParents(MailboxName name) {
        for (var next = Optional.of(name);
                next.isPresent() && names.add(next.get().text()); ) {
            next = next.get().parent();
        }
    }

    /// In order.
    NavigableSet<String> names() {
        return names;
    }

    Optional<Listed> mailbox(String name) {
        return Optional.ofNullable(mailboxes.get(name));
    }

    boolean isSubscribed(String name) {
        return subscriptions.contains(name);
    }

    /// Whether a mailbox lies below.
    boolean hasChildren(String name) {
        String first = mailboxes.ceilingKey(name + "/");
        return first != null && first.startsWith(name + "/");
    }

    /// Names below, at any depth: `0` is the character behind the delimiter.
    NavigableSet<String> below(String name) {
        return names.subSet(name + "/", true, name + "0", false);
    }
}
