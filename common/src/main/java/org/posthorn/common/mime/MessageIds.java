package org.posthorn.common.mime;

import java.util.ArrayList;
import java.util.List;

/// The message ids of a Message-ID, In-Reply-To or References field (RFC 5322 §3.6.4), in one form for all ways to
/// write one, so that equal ids are equal strings (RFC 5256 §3).
public final class MessageIds {
    /// No program writes longer ones; what is longer is not taken for an id.
    private static final int LONGEST = 998;

    private MessageIds() {}

    /// Never fails: what stands outside of angle brackets is passed over.
    ///
    /// @param field a raw, unfolded field body
    /// @return each id as `local@domain`, without its brackets, quoting and white space; in the order written
    public static List<String> parse(String field) {
        var ids = new ArrayList<String>();
        int at = 0;
        while ((at = field.indexOf('<', at)) >= 0) {
            int end = end(field, at + 1);
            if (end < 0) {
                break;
            }
            var id = plain(field, at + 1, end);
            if (id.indexOf('@') > 0 && id.length() <= LONGEST) {
                ids.add(id);
            }
            at = end;
        }
        return List.copyOf(ids);
    }

    /// The `>` that ends the id, or the `<` of the next one where it was forgotten; -1 when there is none.
    private static int end(String field, int from) {
        boolean quoted = false;
        for (int i = from; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && (c == '>' || c == '<')) {
                return i;
            }
        }
        return -1;
    }

    private static String plain(String field, int from, int to) {
        var id = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < to) {
                id.append(field.charAt(++i));
            } else if (c > ' ' && c != '"') {
                id.append(c);
            }
        }
        return id.toString();
    }
}
