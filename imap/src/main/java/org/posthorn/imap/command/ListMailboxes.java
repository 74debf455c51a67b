package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Right;

/// LIST, basic and extended (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154): which mailboxes there are.
///
/// @param extended whether the syntax of RFC 5258 was used
/// @param select   what a name must be, besides matching a pattern
/// @param answer   what to tell of it
/// @param along    what else to send
record ListMailboxes(
        Tag tag,
        boolean extended,
        Set<ListOption> select,
        List<MailboxPattern> patterns,
        Set<ListOption> answer,
        ListAlong along)
        implements Command.AfterLogin {

    private static final int MAX_PATTERNS = 100;
    private static final Set<ListOption> SELECTING =
            EnumSet.of(ListOption.SUBSCRIBED, ListOption.REMOTE, ListOption.RECURSIVE_MATCH, ListOption.SPECIAL_USE);
    private static final Set<ListOption> RETURNING =
            EnumSet.of(ListOption.SUBSCRIBED, ListOption.CHILDREN, ListOption.SPECIAL_USE);

    static ListMailboxes parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        boolean extended = in.peek() == '(';
        var select = EnumSet.noneOf(ListOption.class);
        if (extended) {
            select.addAll(in.listOrEmpty(each -> option(each, SELECTING)));
            in.space();
        }
        checkRecursive(in, select);
        String reference = in.mailboxText();
        in.space();
        boolean several = in.peek() == '(';
        var texts = several ? in.list(ImapParser::listMailbox) : List.of(in.listMailbox());
        if (texts.size() > MAX_PATTERNS) {
            throw in.bad("no more than " + MAX_PATTERNS + " patterns");
        }
        var answer = EnumSet.noneOf(ListOption.class);
        var along = ListAlong.NOTHING;
        boolean returns = in.trySpace();
        if (returns) {
            if (!in.tryWord("RETURN")) {
                throw in.bad("RETURN");
            }
            in.space();
            in.open();
            if (in.peek() != ')') {
                do {
                    along = returned(in, answer, along);
                } while (in.trySpace());
            }
            in.close();
        }
        in.end();
        if (select.contains(ListOption.SUBSCRIBED)) {
            answer.add(ListOption.SUBSCRIBED); // RFC 9051 §6.3.9.1: implied
        }
        var patterns = texts.stream().map(text -> new MailboxPattern(text.isEmpty() ? "" : reference + text));
        return new ListMailboxes(tag, extended || several || returns, select, patterns.toList(), answer, along);
    }

    /// RFC 9051 §6.3.9.1: recursion needs something to select by.
    private static void checkRecursive(ImapParser in, Set<ListOption> select) throws BadCommand {
        if (select.contains(ListOption.RECURSIVE_MATCH)
                && !select.contains(ListOption.SUBSCRIBED)
                && !select.contains(ListOption.SPECIAL_USE)) {
            throw in.bad("SUBSCRIBED or SPECIAL-USE beside RECURSIVEMATCH");
        }
    }

    private static ListOption option(ImapParser in, Set<ListOption> allowed) throws BadCommand {
        String word = in.word();
        for (var option : allowed) {
            if (option.word().equals(word)) {
                return option;
            }
        }
        throw in.bad("an option of LIST in place of " + word);
    }

    /// Reads one return option.
    private static ListAlong returned(ImapParser in, Set<ListOption> answer, ListAlong along)
            throws PeerGone, BadCommand {
        if (in.tryWord("STATUS")) {
            in.space();
            return along.withStatus(StatusItem.list(in));
        }
        if (in.offers("LIST-METADATA") && in.tryWord("METADATA")) {
            in.space();
            return along.withEntries(in);
        }
        if (in.offers("LIST-MYRIGHTS") && in.tryWord("MYRIGHTS")) {
            return along.withRights(); // RFC 8440
        }
        answer.add(option(in, RETURNING));
        return along;
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        if (!extended && patterns.getFirst().text().isEmpty()) {
            // RFC 9051 §6.3.9: an empty pattern asks for the delimiter.
            session.dialogue().out().raw("* LIST (\\Noselect) \"/\" \"\"").crlf();
            return Reply.ok(tag, "LIST done");
        }
        var all = Hierarchy.of(session, space -> patterns.stream().anyMatch(pattern -> pattern.reaches(space)));
        for (String name : all.names()) {
            if (matches(name)) {
                tellMatch(session, all, name);
            }
        }
        return Reply.ok(tag, "LIST done");
    }

    private boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private void tellMatch(State.LoggedIn session, Hierarchy all, String name) throws PeerGone {
        boolean selected = isSelected(all, name);
        boolean recursive = select.contains(ListOption.RECURSIVE_MATCH);
        // RFC 9051 §6.3.9.6: a parent is told for the sake of children that are not told themselves.
        boolean parent = recursive
                && all.below(name).stream().anyMatch(child -> isSelected(all, child) && (selected || !matches(child)));
        if (!selected && !parent) {
            return;
        }
        var out = session.dialogue().out();
        out.raw("* LIST ").list(attributes(all, name), out::raw).raw(" \"/\" ").mailbox(name);
        if (parent) {
            out.raw(" (CHILDINFO (");
            out.raw(select.contains(ListOption.SUBSCRIBED) ? "\"SUBSCRIBED\"" : "\"SPECIAL-USE\"")
                    .raw("))");
        }
        out.crlf();
        var mailbox = all.mailbox(name);
        if (selected && mailbox.isPresent()) { // RFC 5819 §2: nothing of one that is told only for its children
            var found = session.find(new MailboxName(name));
            if (found.isPresent()) {
                along.write(session, found.get());
            }
            session.dialogue().settle(); // no more than one other account at a time
        }
    }

    private boolean isSelected(Hierarchy all, String name) {
        var mailbox = all.mailbox(name);
        boolean wanted = !select.contains(ListOption.SUBSCRIBED) || all.isSubscribed(name);
        if (select.contains(ListOption.SPECIAL_USE)) {
            wanted &= mailbox.isPresent() && !mailbox.get().mailbox().use().isEmpty();
        }
        boolean there = mailbox.isPresent() || all.hasChildren(name) || select.contains(ListOption.SUBSCRIBED);
        return wanted && there;
    }

    private List<String> attributes(Hierarchy all, String name) {
        return attributes(all, name, answer.contains(ListOption.SUBSCRIBED), extended);
    }

    /// @param extended whether the client knows RFC 5258
    private static List<String> attributes(Hierarchy all, String name, boolean subscription, boolean extended) {
        var attributes = new ArrayList<String>();
        if (subscription && all.isSubscribed(name)) {
            attributes.add("\\Subscribed");
        }
        var mailbox = all.mailbox(name);
        if (mailbox.isEmpty()) {
            // \NonExistent is known only to those who speak RFC 5258.
            attributes.add(extended ? "\\NonExistent" : "\\Noselect");
        }
        mailbox.filter(listed -> !listed.rights().has(Right.READ)).ifPresent(_ -> attributes.add("\\Noselect"));
        attributes.add(all.hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren");
        mailbox.ifPresent(m -> m.mailbox().use().forEach(use -> attributes.add(use.attribute())));
        return attributes;
    }

    /// The LIST response that tells of a change (RFC 5465 §5.4, §5.5), to be ended by the caller.
    static ImapEncoder tellChanged(Dialogue dialogue, Hierarchy all, MailboxName name) throws PeerGone {
        return dialogue.out()
                .raw("* LIST ")
                .list(attributes(all, name.text(), true, true), dialogue.out()::raw)
                .raw(" \"/\" ")
                .mailbox(name);
    }

    /// The LIST response that SELECT has in IMAP4rev2 (RFC 9051 §6.3.2).
    static void tellSelected(Dialogue dialogue, Reached mailbox) throws PeerGone {
        var attributes =
                mailbox.mailbox().use().stream().map(use -> use.attribute()).toList();
        var out = dialogue.out();
        out.raw("* LIST ")
                .list(attributes, out::raw)
                .raw(" \"/\" ")
                .mailbox(mailbox.name())
                .crlf();
    }
}
