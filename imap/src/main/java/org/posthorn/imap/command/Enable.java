package org.posthorn.imap.command;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Awareness;

/// ENABLE turns on what changes how the server talks (RFC 5161, RFC 9051 §6.3.1); names that mean nothing here are
/// passed over.
record Enable(Tag tag, Set<String> capabilities) implements Command.AfterLogin {

    static Enable parse(Tag tag, ImapParser in) throws BadCommand {
        var capabilities = new LinkedHashSet<String>();
        do {
            in.space();
            String capability = in.atom().toUpperCase(Locale.ROOT);
            if (in.offers(capability)) {
                capabilities.add(capability);
            }
        } while (in.more());
        return new Enable(tag, capabilities);
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone, BadCommand {
        var dialogue = session.dialogue();
        if (dialogue.state() instanceof State.Selected) {
            throw new BadCommand("ENABLE is for before a mailbox is selected"); // RFC 5161 §3.1
        }
        dialogue.out().raw("* ENABLED");
        for (String capability : capabilities) {
            switch (capability) {
                case "IMAP4REV2" -> {
                    dialogue.speakRev2();
                    dialogue.out().raw(" IMAP4rev2");
                }
                case "CONDSTORE" -> {
                    dialogue.aware(Awareness.CONDSTORE);
                    dialogue.out().raw(" CONDSTORE");
                }
                case "QRESYNC" -> {
                    dialogue.aware(Awareness.QRESYNC);
                    dialogue.out().raw(" QRESYNC");
                }
                case "METADATA" -> {
                    dialogue.news().annotations().enable(session); // RFC 5464 §4.1
                    dialogue.out().raw(" METADATA");
                }
                case "UTF8=ACCEPT" -> {
                    dialogue.acceptUtf8();
                    dialogue.out().raw(" UTF8=ACCEPT");
                }
                default -> {} // RFC 5161 §3.1: others are passed over
            }
        }
        dialogue.out().crlf();
        return Reply.ok(tag, "ENABLE done");
    }
}
