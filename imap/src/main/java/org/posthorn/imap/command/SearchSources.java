package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.notify.Watched;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// Which mailboxes an ESEARCH looks into (RFC 7377 §2.2).
///
/// @param selected whether the selected one is among them
record SearchSources(boolean selected, List<Watched> others) {
    private static final SearchSources SELECTED = new SearchSources(true, List.of());

    SearchSources {
        others = List.copyOf(others);
    }

    /// Reads `IN (selected subtree (a b)) ` if it is next; else it is the selected mailbox alone.
    static SearchSources parse(ImapParser in) throws PeerGone, BadCommand {
        if (!in.tryWord("IN")) {
            return SELECTED;
        }
        in.space();
        in.open();
        boolean selected = false;
        var others = new ArrayList<Watched>();
        do {
            if (in.peek() == '(') {
                throw in.bad("no scope options"); // RFC 7377 §4: none are defined
            }
            String filter = in.word();
            if (filter.equals("SELECTED")) {
                selected = true;
            } else {
                others.add(Watched.parse(filter, in));
            }
        } while (in.trySpace());
        in.close();
        in.space();
        return new SearchSources(selected, others);
    }

    /// Those besides the selected one that the user may read, each once, in the order of their names. One that is not
    /// named needs to be one that he may look up, too.
    List<Reached> others(State.LoggedIn session) {
        var names = new LinkedHashSet<MailboxName>();
        var subscriptions = session.account().subscriptions();
        if (!others.isEmpty()) {
            new Reach(session).visit(_ -> true, mailbox -> {
                boolean subscribed = subscriptions.contains(mailbox.name());
                if (others.stream().anyMatch(each -> each.covers(mailbox.name(), mailbox.isOwn(), subscribed))) {
                    names.add(mailbox.name());
                }
            });
        }
        others.forEach(each -> names.addAll(each.named()));
        // Others' accounts are open again from here to the end of the command.
        return names.stream()
                .flatMap(name -> session.find(name).stream())
                .filter(mailbox -> mailbox.may(Right.READ))
                .filter(mailbox -> !selected || !isSelected(session, mailbox))
                .toList();
    }

    private static boolean isSelected(State.LoggedIn session, Reached mailbox) {
        return session instanceof State.Selected s && mailbox.is(s.mailbox());
    }
}
