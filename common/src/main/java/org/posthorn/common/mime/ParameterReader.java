package org.posthorn.common.mime;

import java.util.ArrayList;
import java.util.List;

/// Reads `value *(";" name "=" value)` (RFC 2045 §5.1, RFC 2183 §2) the way that mail writes it: comments
/// anywhere, values with spaces or specials and no quotes, semicolons missing, doubled or at the end, a
/// quote that is never closed.
final class ParameterReader {

    private final String text;
    private int at;

    ParameterReader(String text) {
        this.text = text;
    }

    /// The word in front of the parameters, `text/plain` for example, with white space and comments inside
    /// it dropped.
    String word() {
        skipSpaceAndComments();
        if (isAt('"')) {
            return quoted().strip();
        }
        var word = new StringBuilder();
        int start;
        do {
            start = at;
            while (at < text.length() && !isSpace(text.charAt(at)) && ";,\"(".indexOf(text.charAt(at)) < 0) {
                word.append(text.charAt(at++));
            }
            skipSpaceAndComments();
            // `text / plain` is one word (RFC 822 let white space stand between any two).
        } while (at > start && (isAt('/') || !word.isEmpty() && word.charAt(word.length() - 1) == '/'));
        return word.toString();
    }

    /// All parameters up to the end, RFC 2231 forms resolved.
    List<Parameter> parameters() {
        var segments = new ArrayList<Parameter>();
        while (true) {
            skipSpaceAndComments();
            while (isAt(';') || isAt(',')) {
                at++;
                skipSpaceAndComments();
            }
            if (at >= text.length()) {
                return ParameterSegments.join(segments);
            }
            var name = name();
            if (isAt('=')) {
                at++;
                var value = value();
                if (!name.isEmpty()) {
                    segments.add(new Parameter(name, value));
                }
            } else if (name.isEmpty()) {
                at++; // Something that is neither name, value nor separator.
            }
        }
    }

    private String name() {
        int start = at;
        while (at < text.length() && !isSpace(text.charAt(at)) && "=;,\"(".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var name = text.substring(start, at);
        skipSpaceAndComments();
        return name;
    }

    private String value() {
        skipSpaceAndComments();
        return isAt('"') ? quoted() : bare();
    }

    /// RFC 5322 §3.2.4. Without a closing quote it runs to the end.
    private String quoted() {
        var value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        return value.toString();
    }

    /// A value without quotes: to the semicolon, or to where the next parameter or a last comment begins.
    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ';') {
            if (isSpace(text.charAt(at)) && (parameterFollows() || commentEndsIt())) {
                break;
            }
            at++;
        }
        return text.substring(start, at).strip();
    }

    /// Whether behind this white space comes `name=`: a semicolon was forgotten.
    private boolean parameterFollows() {
        int i = at;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        int start = i;
        while (i < text.length() && isNameCharacter(text.charAt(i))) {
            i++;
        }
        return i > start && i < text.length() && text.charAt(i) == '=';
    }

    /// Whether nothing but comments stands between here and the semicolon or the end. Else a parenthesis is
    /// part of the value, as in `name=report (2).pdf`.
    private boolean commentEndsIt() {
        int here = at;
        skipSpaceAndComments();
        boolean ends = at == text.length() || text.charAt(at) == ';';
        at = here;
        return ends;
    }

    private void skipSpaceAndComments() {
        while (at < text.length()) {
            if (isSpace(text.charAt(at))) {
                at++;
            } else if (text.charAt(at) == '(') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int depth = 0;
        for (; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '\\' -> at++;
                case '(' -> depth++;
                case ')' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                at++;
                return;
            }
        }
        at = text.length();
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static boolean isNameCharacter(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
