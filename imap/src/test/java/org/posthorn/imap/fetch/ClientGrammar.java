package org.posthorn.imap.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a client that takes RFC 9051 §9 to the letter reads FETCH responses. Whatever is not grammar is an error.
///
/// Values come out as trees: a list, a string, a [Long], or [#NIL].
final class ClientGrammar {
    static final Object NIL = new Object() {
        @Override
        public String toString() {
            return "NIL";
        }
    };

    private final String text;
    private int at;

    /// @param text one char for each byte
    ClientGrammar(String text) {
        this.text = text;
    }

    // ---- rules

    Object envelope() {
        var fields = new ArrayList<>();
        expect("(");
        fields.add(nstring());
        fields.add(spaced(this::nstring));
        for (int i = 0; i < 6; i++) {
            fields.add(spaced(this::addresses));
        }
        fields.add(spaced(this::nstring));
        fields.add(spaced(this::nstring));
        expect(")");
        return fields;
    }

    private Object addresses() {
        if (tryText("NIL")) {
            return NIL;
        }
        var addresses = new ArrayList<>();
        boolean inGroup = false;
        expect("(");
        do {
            expect("(");
            var address = List.of(nstring(), spaced(this::nstring), spaced(this::nstring), spaced(this::nstring));
            expect(")");
            // RFC 9051 §7.5.2: without a host, it begins a group, or without a name too, ends one.
            if (address.get(3) == NIL) {
                check(inGroup == (address.get(2) == NIL), "groups begin and end in turn");
                inGroup = !inGroup;
            }
            addresses.add(address);
        } while (peek() == '(');
        check(!inGroup, "the group ends");
        expect(")");
        return addresses;
    }

    Object body(boolean extended) {
        var fields = new ArrayList<>();
        expect("(");
        if (peek() == '(') {
            do {
                fields.add(body(extended));
            } while (peek() == '(');
            fields.add(spaced(this::string));
            if (extended) {
                fields.add(spaced(this::parameters));
                extension(fields);
            }
        } else {
            single(fields, extended);
        }
        expect(")");
        return fields;
    }

    private void single(List<Object> fields, boolean extended) {
        String type = string();
        String subtype = spaced(this::string);
        fields.addAll(List.of(type, subtype, spaced(this::parameters), spaced(this::nstring), spaced(this::nstring)));
        fields.add(spaced(this::string));
        fields.add(spaced(this::number));
        String media = (type + "/" + subtype).toUpperCase(Locale.ROOT);
        if (media.equals("MESSAGE/RFC822")) {
            fields.add(spaced(this::envelope));
            fields.add(spaced(() -> body(extended)));
            fields.add(spaced(this::number));
        } else if (media.startsWith("TEXT/")) {
            fields.add(spaced(this::number));
        }
        if (extended) {
            fields.add(spaced(this::nstring));
            extension(fields);
        }
    }

    private void extension(List<Object> fields) {
        fields.add(spaced(this::disposition));
        fields.add(spaced(this::language));
        fields.add(spaced(this::nstring));
    }

    private Object parameters() {
        if (tryText("NIL")) {
            return NIL;
        }
        var parameters = new ArrayList<>();
        expect("(");
        do {
            parameters.add(string());
            parameters.add(spaced(this::string));
        } while (tryText(" "));
        expect(")");
        return parameters;
    }

    private Object disposition() {
        if (tryText("NIL")) {
            return NIL;
        }
        expect("(");
        var disposition = List.of(string(), spaced(this::parameters));
        expect(")");
        return disposition;
    }

    private Object language() {
        if (peek() != '(') {
            return nstring();
        }
        var languages = new ArrayList<>();
        expect("(");
        do {
            languages.add(string());
        } while (tryText(" "));
        expect(")");
        return languages;
    }

    // ---- words

    long number() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        check(at > start, "a number");
        return Long.parseLong(text.substring(start, at));
    }

    Object nstring() {
        return tryText("NIL") ? NIL : string();
    }

    String string() {
        return peek() == '{' ? literal() : quoted();
    }

    private String quoted() {
        expect("\"");
        var out = new StringBuilder();
        while (peek() != '"') {
            if (tryText("\\")) {
                check(peek() == '"' || peek() == '\\', "a quoted special");
            }
            check(peek() > 0 && peek() < 0x80 && peek() != '\r' && peek() != '\n', "a TEXT-CHAR");
            out.append(text.charAt(at++));
        }
        at++;
        return out.toString();
    }

    String literal() {
        expect("{");
        long length = number();
        expect("}\r\n");
        check(at + length <= text.length(), "all of a literal");
        String literal = text.substring(at, at + (int) length);
        at += (int) length;
        return literal;
    }

    /// Any tree, as other servers write it too.
    Object any() {
        if (tryText("(")) {
            var list = new ArrayList<>();
            while (!tryText(")")) {
                tryText(" ");
                if (peek() != ')') {
                    list.add(any());
                }
            }
            return list;
        }
        if (peek() == '"' || peek() == '{') {
            return string();
        }
        int start = at;
        while (more() && " ()".indexOf(peek()) < 0) {
            at++;
        }
        String atom = text.substring(start, at);
        return atom.equals("NIL") ? NIL : atom.matches("[0-9]+") ? (Object) Long.valueOf(atom) : atom;
    }

    // ---- characters

    interface Rule<T> {
        T read();
    }

    <T> T spaced(Rule<T> rule) {
        expect(" ");
        return rule.read();
    }

    boolean more() {
        return at < text.length();
    }

    private int peek() {
        return more() ? text.charAt(at) : -1;
    }

    boolean tryText(String wanted) {
        if (!text.startsWith(wanted, at)) {
            return false;
        }
        at += wanted.length();
        return true;
    }

    void expect(String wanted) {
        check(tryText(wanted), wanted);
    }

    void end() {
        check(!more(), "the end");
    }

    private void check(boolean good, String expected) {
        if (!good) {
            throw new AssertionError(
                    "expected " + expected + " at " + at + " of " + text.substring(0, at) + "‸" + text.substring(at));
        }
    }
}
