package org.posthorn.common.mime;

import java.util.ArrayList;
import java.util.List;

/// What a FETCH response is made of: lists, strings, atoms. Strict, for comparing with other servers.
sealed interface SExpression {

    record Sequence(List<SExpression> items) implements SExpression {}

    record Text(String value) implements SExpression {}

    record Atom(String value) implements SExpression {}

    default SExpression at(int index) {
        return ((Sequence) this).items().get(index);
    }

    default List<SExpression> items() {
        return ((Sequence) this).items();
    }

    default String string() {
        return switch (this) {
            case Text(var value) -> value;
            case Atom(var value) -> value;
            case Sequence list -> throw new IllegalStateException("a list, not a string: " + list);
        };
    }

    default boolean isNil() {
        return equals(new Atom("NIL"));
    }

    /// The value behind a key of a list that alternates keys and values.
    default SExpression get(String key) {
        var items = items();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            if (items.get(i).equals(new Atom(key))) {
                return items.get(i + 1);
            }
        }
        throw new IllegalStateException("no " + key);
    }

    static SExpression parse(String text) {
        var reader = new Reader(text);
        var value = reader.value();
        if (reader.at != text.length()) {
            throw new IllegalStateException("more text at " + reader.at);
        }
        return value;
    }

    final class Reader {
        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private SExpression value() {
            return switch (text.charAt(at)) {
                case '(' -> list();
                case '"' -> quoted();
                case '{' -> literal();
                default -> atom();
            };
        }

        private SExpression list() {
            var items = new ArrayList<SExpression>();
            at++;
            while (text.charAt(at) != ')') {
                items.add(value());
                // Bodies of a multipart stand without a space between them.
                if (text.charAt(at) == ' ') {
                    at++;
                }
            }
            at++;
            return new Sequence(items);
        }

        private SExpression quoted() {
            var out = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                out.append(text.charAt(at));
            }
            at++;
            return new Text(out.toString());
        }

        private SExpression literal() {
            int end = text.indexOf('}', at);
            int length = Integer.parseInt(text.substring(at + 1, end));
            int start = text.indexOf('\n', end) + 1;
            at = start + length;
            return new Text(text.substring(start, at));
        }

        private SExpression atom() {
            int start = at;
            while (at < text.length() && " ()\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return new Atom(text.substring(start, at));
        }
    }
}
