package org.posthorn.imap.command;

import java.util.EnumSet;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.SpecialUse;

/// CREATE makes a mailbox, and its missing parents (RFC 9051 §6.3.4, RFC 6154 §3).
///
/// @param known whether all uses that were asked for are ones we have
record Create(Tag tag, MailboxName name, Set<SpecialUse> use, boolean known) implements Command.AfterLogin {

    static Create parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        String text = in.mailboxText();
        // RFC 9051 §6.3.4: a trailing delimiter only announces children, it is no part of the name.
        var name = MailboxName.of(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        var use = EnumSet.noneOf(SpecialUse.class);
        boolean known = true;
        if (in.offers("CREATE-SPECIAL-USE") && in.trySpace()) {
            in.open();
            if (!in.tryWord("USE")) {
                throw in.bad("USE");
            }
            in.space();
            for (String attribute : in.listOrEmpty(Create::attribute)) {
                var one = SpecialUse.of(attribute);
                one.ifPresent(use::add);
                known &= one.isPresent();
            }
            in.close();
        }
        in.end();
        return new Create(tag, name, use, known);
    }

    private static String attribute(ImapParser in) throws BadCommand {
        in.expect('\\');
        return "\\" + in.atom();
    }

    @Override
    public Reply run(State.LoggedIn session) {
        if (!known) {
            return Reply.no(tag, "USEATTR", "there is no such special use here"); // RFC 6154 §3
        }
        session.find(name).ifPresent(_ -> {
            throw new Refused(Refused.Why.EXISTS, "the mailbox exists already");
        });
        var place = new Reach(session).placeFor(name);
        if (!place.account().isOwner() && !use.isEmpty()) {
            return Reply.no(tag, "USEATTR", "special uses are the owner's"); // RFC 6154 §3
        }
        var mailbox = place.account().create(place.name(), use);
        if (place.account().isOwner()) {
            session.dialogue().news().made(place.known());
        }
        return session.dialogue().offers("OBJECTID")
                ? Reply.ok(
                        tag,
                        "MAILBOXID (" + place.account().objectId(mailbox.objectId()) + ")",
                        "CREATE done") // RFC 8474 §4.1
                : Reply.ok(tag, "CREATE done");
    }
}
