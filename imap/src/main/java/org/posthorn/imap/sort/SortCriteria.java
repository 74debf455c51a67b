package org.posthorn.imap.sort;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// What messages are sorted by, the first criterion first (RFC 5256 §5 `sort-criteria`).
///
/// @param criteria no key twice: the second time it finds only equals
public record SortCriteria(List<Criterion> criteria) {

    /// @param reverse descending
    public record Criterion(SortKey key, boolean reverse) {}

    public SortCriteria {
        criteria = List.copyOf(criteria);
    }

    /// Reads `(SUBJECT REVERSE DATE)`.
    public static SortCriteria parse(ImapParser in) throws PeerGone, BadCommand {
        Map<SortKey, Criterion> first = new LinkedHashMap<>();
        for (var criterion : in.list(SortCriteria::criterion)) {
            first.putIfAbsent(criterion.key(), criterion);
        }
        return new SortCriteria(List.copyOf(first.values()));
    }

    private static Criterion criterion(ImapParser in) throws BadCommand {
        boolean reverse = in.tryWord("REVERSE");
        if (reverse) {
            in.space();
        }
        String word = in.word();
        for (var key : SortKey.values()) {
            if (key.name().equals(word) && (!key.isDisplay() || in.offers("SORT=DISPLAY"))) {
                return new Criterion(key, reverse);
            }
        }
        throw in.bad("a key to sort by in place of " + word);
    }
}
