package org.posthorn.imap.notify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.FetchItems;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.view.Attention;

/// Reads what stands behind NOTIFY SET (RFC 5465 §8 `event-groups`).
///
/// @param known whether all events are ones that happen here
public record EventGroups(Interest interest, boolean known) {
    private static final Set<Event> COMING_AND_GOING = EnumSet.of(Event.MESSAGE_NEW, Event.MESSAGE_EXPUNGE);

    /// `(selected (MessageNew (UID) MessageExpunge)) (personal NONE)`
    public static EventGroups parse(ImapParser in) throws PeerGone, BadCommand {
        var selected = Optional.<Interest.OfSelected>empty();
        var groups = new ArrayList<Interest.Group>();
        boolean known = true;
        do {
            in.open();
            String filter = in.word();
            if (filter.equals("SELECTED") || filter.equals("SELECTED-DELAYED")) {
                if (selected.isPresent()) {
                    throw in.bad("SELECTED or SELECTED-DELAYED once"); // RFC 5465 §6.1
                }
                var when = filter.equals("SELECTED") ? Interest.When.AT_ONCE : Interest.When.DELAYED;
                var events = Events.parse(in);
                selected = Optional.of(events.ofSelected(when, in));
                known &= events.known();
            } else {
                var mailboxes = Watched.parse(filter, in);
                var events = Events.parse(in);
                if (events.items().isPresent()) {
                    throw in.bad("no data items but with SELECTED"); // RFC 5465 §8
                }
                groups.add(new Interest.Group(mailboxes, events.events()));
                known &= events.known();
            }
            in.close();
        } while (in.trySpace());
        return new EventGroups(new Interest(selected.orElse(Interest.OfSelected.NOTHING), groups), known);
    }

    private record Events(Set<Event> events, Optional<FetchItems> items, boolean known) {

        static Events parse(ImapParser in) throws PeerGone, BadCommand {
            in.space();
            // RFC 5465 §8 wants parentheses; its example in §3.1 has none, and so may clients.
            boolean listed = in.peek() == '(';
            if (!listed && in.tryWord("NONE")) {
                return new Events(Set.of(), Optional.empty(), true);
            }
            if (listed) {
                in.open();
            }
            var events = EnumSet.noneOf(Event.class);
            var items = Optional.<FetchItems>empty();
            boolean known = true;
            boolean more = true;
            while (more) {
                var event = Event.of(in.atom()).filter(each -> each.isAmong(in::offers));
                event.ifPresent(events::add);
                known &= event.isPresent();
                more = in.trySpace();
                if (more
                        && in.peek() == '('
                        && event.filter(Event.MESSAGE_NEW::equals).isPresent()) {
                    items = Optional.of(FetchItems.parse(in));
                    more = in.trySpace();
                }
            }
            if (listed) {
                in.close();
            }
            check(events, in);
            return new Events(events, items, known);
        }

        /// RFC 5465 §5
        private static void check(Set<Event> events, ImapParser in) throws BadCommand {
            boolean any = events.stream().anyMatch(Event::isOfMessages);
            if (any && !events.containsAll(COMING_AND_GOING)) {
                throw in.bad("MessageNew and MessageExpunge, both");
            }
        }

        Interest.OfSelected ofSelected(Interest.When when, ImapParser in) throws BadCommand {
            if (!events.stream().allMatch(Event::isOfMessages)) {
                throw in.bad("only events of messages with SELECTED"); // RFC 5465 §6.1
            }
            if (events.isEmpty()) {
                return Interest.OfSelected.NOTHING;
            }
            var attention = events.contains(Event.FLAG_CHANGE) ? Attention.FLAGS : Attention.MESSAGES;
            return new Interest.OfSelected(when, attention, items);
        }
    }
}
