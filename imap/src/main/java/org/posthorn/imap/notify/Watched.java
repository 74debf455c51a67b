package org.posthorn.imap.notify;

import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.mailbox.MailboxName;

/// Mailboxes whose events a client wants to hear of, other than the one that it has selected (RFC 5465 §6). They are
/// looked for at each event, so a mailbox that comes into being later, or is subscribed to, counts from then on.
public sealed interface Watched {

    /// Reads what stands behind the word (RFC 5465 §8 `filter-mailboxes-other`, RFC 7377 §4).
    static Watched parse(String filter, ImapParser in) throws PeerGone, BadCommand {
        return switch (filter) {
            case "INBOXES" -> new Inboxes();
            case "PERSONAL" -> new Personal();
            case "SUBSCRIBED" -> new Subscribed();
            case "SUBTREE" -> new Subtree(names(in));
            case "SUBTREE-ONE" -> {
                if (!in.offers("MULTISEARCH")) {
                    throw in.bad("a filter of mailboxes that is known here");
                }
                yield new SubtreeOne(names(in));
            }
            case "MAILBOXES" -> new Mailboxes(names(in));
            default -> throw in.bad("SELECTED, INBOXES, PERSONAL, SUBSCRIBED, SUBTREE or MAILBOXES");
        };
    }

    private static List<MailboxName> names(ImapParser in) throws PeerGone, BadCommand {
        in.space();
        return in.peek() == '(' ? in.list(ImapParser::mailbox) : List.of(in.mailbox());
    }

    /// Those that are named, not only found.
    default List<MailboxName> named() {
        return switch (this) {
            case Inboxes _, Personal _, Subscribed _ -> List.of();
            case Subtree(var roots) -> roots;
            case SubtreeOne(var roots) -> roots;
            case Mailboxes(var names) -> names;
        };
    }

    /// @param own        whether it is the user's, not another's or a shared one
    /// @param subscribed whether its name is on the user's list
    boolean covers(MailboxName name, boolean own, boolean subscribed);

    /// RFC 5465 §6.3: those that mail is delivered into.
    record Inboxes() implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return name.equals(MailboxName.INBOX);
        }
    }

    record Personal() implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return own;
        }
    }

    record Subscribed() implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return subscribed;
        }
    }

    /// These and all below them.
    record Subtree(List<MailboxName> roots) implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return roots.stream().anyMatch(root -> root.equals(name) || root.isAbove(name));
        }
    }

    /// These and those right below them (RFC 7377 §2.2).
    record SubtreeOne(List<MailboxName> roots) implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return roots.contains(name) || name.parent().filter(roots::contains).isPresent();
        }
    }

    record Mailboxes(List<MailboxName> names) implements Watched {
        @Override
        public boolean covers(MailboxName name, boolean own, boolean subscribed) {
            return names.contains(name);
        }
    }
}
