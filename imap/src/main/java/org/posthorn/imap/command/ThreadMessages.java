package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.imap.thread.ThreadAlgorithm;
import org.posthorn.imap.thread.Threader;
import org.posthorn.imap.view.Expunges;

/// THREAD and UID THREAD find messages and tell them as conversations (RFC 5256 §3).
record ThreadMessages(Tag tag, Searching searching, ThreadAlgorithm algorithm) implements Command.WhileSelected {

    static ThreadMessages parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.SEQUENCE, in);
    }

    static ThreadMessages parseUid(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        return parse(tag, Numbers.UID, in);
    }

    private static ThreadMessages parse(Tag tag, Numbers numbers, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var algorithm = ThreadAlgorithm.parse(in);
        in.space();
        var keys = SearchKeys.parseWithCharset(in);
        in.end();
        return new ThreadMessages(tag, new Searching(numbers, keys), algorithm);
    }

    @Override
    public Expunges expunges() {
        return searching.expunges();
    }

    @Override
    public Reply run(State.Selected session) throws PeerGone, BadCommand {
        var searching = this.searching.filled(session);
        var refusal = searching.refusal(tag);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var view = session.mailbox();
        var threads = Threader.thread(
                view.account(), view.id(), algorithm, searching.find(session).uids());
        var out = session.dialogue().out();
        out.raw("* THREAD");
        if (!threads.isEmpty()) {
            out.space();
        }
        threads.write(uid -> searching.numbers() == Numbers.UID ? uid : view.sequence(uid), out);
        out.crlf();
        return Reply.ok(tag, "THREAD done");
    }
}
