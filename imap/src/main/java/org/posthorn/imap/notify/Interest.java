package org.posthorn.imap.notify;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.imap.fetch.FetchItems;
import org.posthorn.imap.view.Attention;
import org.posthorn.storage.mailbox.MailboxName;

/// What a client wants to hear of without asking (RFC 5465 §3.1).
///
/// @param selected of the mailbox that it has selected, whichever that is
/// @param groups   of others
public record Interest(OfSelected selected, List<Group> groups) {
    /// After NOTIFY NONE.
    public static final Interest NONE = new Interest(OfSelected.NOTHING, List.of());

    /// When expunges of the selected mailbox may be told between commands (RFC 5465 §6.1).
    public enum When {
        AT_ONCE,
        /// Not before a command allows it, so that sequence numbers stay what they are between commands.
        DELAYED
    }

    /// @param items to be told of each new message
    public record OfSelected(When expunges, Attention attention, Optional<FetchItems> items) {
        static final OfSelected NOTHING = new OfSelected(When.DELAYED, Attention.NOTHING, Optional.empty());
    }

    /// Several may be about one mailbox; then all of them count (RFC 5465 §6).
    public record Group(Watched mailboxes, Set<Event> events) {}

    public Interest {
        groups = List.copyOf(groups);
    }

    public boolean has(Event event) {
        return groups.stream().anyMatch(group -> group.events().contains(event));
    }

    public boolean isOfAnnotations() {
        return has(Event.MAILBOX_METADATA_CHANGE) || has(Event.SERVER_METADATA_CHANGE);
    }

    /// What is to be told of a mailbox that is not selected.
    public Set<Event> events(MailboxName name, boolean own, boolean subscribed) {
        var events = EnumSet.noneOf(Event.class);
        for (var group : groups) {
            if (group.mailboxes().covers(name, own, subscribed)) {
                events.addAll(group.events());
            }
        }
        return events;
    }
}
