package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.MailboxName;

/// A namespace beside the user's own, which has no prefix (RFC 2342): where mailboxes of other accounts have their
/// names, `Other Users/bob@example.org/Work`.
enum Space {
    /// Of accounts that somebody logs in to.
    OTHERS("Other Users/"),
    /// Of accounts that nobody logs in to.
    SHARED("Shared/");

    private final String prefix;

    Space(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    static Space of(Directory directory, Directory.Entry owner) {
        return directory.isShared(owner.id()) ? SHARED : OTHERS;
    }

    /// An owner's mailbox as others name it.
    MailboxName name(Directory.Entry owner, MailboxName name) {
        return new MailboxName(root(owner) + "/" + name.text());
    }

    /// What stands in front of all that is the owner's.
    String root(Directory.Entry owner) {
        return prefix + owner.address();
    }

    /// Whose mailbox a name means, and which.
    ///
    /// @param name none when it is the owner's level itself
    record Foreign(Space space, EmailAddress owner, Optional<MailboxName> name) {}

    /// Empty when the name is in no space, or no name of a mailbox there.
    static Optional<Foreign> foreign(MailboxName name) {
        for (var space : values()) {
            if (name.text().startsWith(space.prefix)) {
                return space.foreign(name.text().substring(space.prefix.length()));
            }
        }
        return Optional.empty();
    }

    /// A local part may hold the delimiter, so the owner ends where first an address ends.
    private Optional<Foreign> foreign(String rest) {
        for (int end = rest.indexOf('/'); ; end = rest.indexOf('/', end + 1)) {
            var owner = EmailAddress.tryParse(end < 0 ? rest : rest.substring(0, end));
            if (owner.isPresent()) {
                return named(owner.get(), end < 0 ? "" : rest.substring(end + 1));
            }
            if (end < 0) {
                return Optional.empty();
            }
        }
    }

    private Optional<Foreign> named(EmailAddress owner, String name) {
        try {
            var its = name.isEmpty() ? Optional.<MailboxName>empty() : Optional.of(MailboxName.of(name));
            return Optional.of(new Foreign(this, owner, its));
        } catch (Refused noName) {
            return Optional.empty();
        }
    }
}
