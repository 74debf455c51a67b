package org.posthorn.imap.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Follower;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Uids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The searches of one selected mailbox whose results are told as they change (RFC 5267 §4.3): whenever the client is
/// told of the changes themselves. For the connection's command thread only.
final class Contexts implements Follower {
    private static final Logger log = LoggerFactory.getLogger(Contexts.class);

    /// RFC 5267 §4.3.1, §6: at least one; each costs an evaluation with every change.
    private static final int MOST = 20;
    /// Orders are held in memory, and worked out anew when a message comes.
    private static final int MOST_SORTED = 4;

    private final Map<String, UpdatingSearch> searches = new LinkedHashMap<>();

    /// @throws BadCommand there is an update of this tag (RFC 5267 §4.3)
    void requireNew(Tag tag) throws BadCommand {
        if (searches.containsKey(tag.text())) {
            throw new BadCommand("this tag still has updates, take another one");
        }
    }

    /// Takes the search in, or says that it will not (RFC 5267 §4.3.1).
    void add(UpdatingSearch search, ImapEncoder out) throws PeerGone {
        long sorted =
                searches.values().stream().filter(UpdatingSearch::isSorted).count();
        boolean tooMany = searches.size() == MOST || search.isSorted() && sorted == MOST_SORTED;
        if (tooMany || search.isTooLarge()) {
            refuse(search.tag(), tooMany ? "too many contexts" : "too many messages for an order", out);
        } else {
            searches.put(search.tag().text(), search);
        }
    }

    private static void refuse(Tag tag, String why, ImapEncoder out) throws PeerGone {
        out.raw("* NO [NOUPDATE \"").raw(tag.text()).raw("\"] ").text(why).crlf();
    }

    /// @throws BadCommand one of them has no updates; then none is cancelled
    void cancel(List<String> tags) throws BadCommand {
        if (!searches.keySet().containsAll(tags)) {
            throw new BadCommand("not all of these tags have updates");
        }
        tags.forEach(searches::remove);
    }

    @Override
    public void gone(Uids uids, ImapEncoder out) throws PeerGone {
        if (!uids.isEmpty()) {
            for (var search : searches.values()) {
                search.gone(uids, out);
            }
        }
    }

    @Override
    public void settled(ImapEncoder out) throws PeerGone {
        for (var search : List.copyOf(searches.values())) {
            try {
                search.update(out);
            } catch (Refused unreadable) {
                log.atWarn().addKeyValue("why", unreadable.why()).log("a search could not be updated any more");
                searches.remove(search.tag().text());
                refuse(search.tag(), "no more updates", out);
            }
        }
    }
}
