package org.posthorn.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.search.SearchKey;
import org.posthorn.imap.search.SearchKeys;
import org.posthorn.storage.annotation.Depth;
import org.posthorn.storage.annotation.EntryName;

/// Searches that are stored under a name, the user's own and the operator's: annotations of the server (RFC
/// 5466). Each stands for one key, all of its keys together. One that names itself, on whatever way, is not
/// there; nor are more than some tens in one command, so that filters of filters can't grow without bound.
final class Filters {
    private static final String VALUES = "/filters/values/";
    /// RFC 5466 §3.1: three passes at least.
    private static final int DEEPEST = 16;
    private static final int MOST = 100;

    private final State.LoggedIn session;
    private final Deque<String> open = new ArrayDeque<>();
    private int filled;

    private Filters(State.LoggedIn session) {
        this.session = session;
    }

    /// The keys with what filters stand for; when one is not there, that filter alone is left.
    static SearchKeys fill(State.LoggedIn session, SearchKeys keys) {
        try {
            return keys.filled(new Filters(session)::value);
        } catch (Missing missing) {
            return new SearchKeys(
                    new SearchKey.Filter(missing.getMessage()), keys.charsetNamed(), Optional.empty(), true);
        }
    }

    /// The filter that is left.
    static Optional<String> missing(SearchKeys keys) {
        return keys.key() instanceof SearchKey.Filter(String name) ? Optional.of(name) : Optional.empty();
    }

    /// Whether the annotation is a filter's value.
    static boolean isFilter(AnnotatedPlace place, EntryName entry) {
        return place.mailbox().isEmpty() && entry.path().startsWith(VALUES);
    }

    /// Reads a filter's value (RFC 5466 §4 `search-criteria`).
    static SearchKeys parse(State.LoggedIn session, byte[] value) throws BadCommand {
        var text = new StoredText(value);
        var in = session.dialogue().parser(text.nextLine(), text, Dialect.UTF8);
        try {
            var keys = SearchKeys.parse(in);
            in.end();
            if (keys.charsetNamed()) {
                throw new BadCommand("no CHARSET is taken in a filter");
            }
            return keys;
        } catch (PeerGone e) {
            throw new IllegalStateException(e); // no peer is asked for anything
        }
    }

    /// No such filter, by its name.
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String name) {
            super(name, null, false, false);
        }
    }

    private SearchKey value(SearchKey.Filter filter) throws Missing {
        String name = filter.name().toLowerCase(Locale.ROOT);
        if (open.contains(name) || open.size() == DEEPEST || filled++ == MOST) {
            throw new Missing(filter.name());
        }
        var value = stored(name).orElseThrow(() -> new Missing(filter.name()));
        open.push(name);
        try {
            return parse(session, value).key().filled(this::value);
        } catch (BadCommand damaged) {
            throw new Missing(filter.name());
        } finally {
            open.pop();
        }
    }

    /// RFC 5466 §3.1: one's own, else the one that all have.
    private Optional<byte[]> stored(String name) {
        var account = session.account();
        var found = new byte[1][];
        account.annotations()
                .<RuntimeException>read(
                        Optional.empty(),
                        account.id(),
                        new EntryName("/private" + VALUES + name),
                        Depth.ITSELF,
                        each -> found[0] = each.value());
        return Optional.ofNullable(found[0])
                .or(() -> Optional.ofNullable(session.dialogue()
                                .service()
                                .imap()
                                .annotations()
                                .get("/shared" + VALUES + name))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }
}
