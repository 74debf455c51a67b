package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthorn.imap.grammar.Dialect;

/// How a client that takes RFC 9051 §9 to the letter reads FETCH responses. Whatever is not grammar is an error.
///
/// Values come out as trees: a list, a string, a [Long], or [#NIL].
public final class ClientGrammar {
    public static final Object NIL = new Object() {
        @Override
        public String toString() {
            return "NIL";
        }
    };

    private final String text;
    private final Dialect dialect;
    private int at;

    /// A client that has enabled nothing.
    ///
    /// @param text one char for each byte
    ClientGrammar(String text) {
        this(text, Dialect.SEVEN_BIT);
    }

    /// @param dialect what the client has enabled
    public ClientGrammar(String text, Dialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    // ---- rules

    /// A FETCH response with its CRLF: the values by their items.
    public Map<String, Object> fetch() {
        var values = new LinkedHashMap<String, Object>();
        expect("* ");
        check(number() > 0, "a message's number");
        expect(" FETCH (");
        do {
            String item = item();
            expect(" ");
            check(values.put(item, value(item)) == null, "each item once");
        } while (tryText(" "));
        expect(")\r\n");
        return values;
    }

    private String item() {
        int start = at;
        while (more() && " [".indexOf(peek()) < 0) {
            at++;
        }
        if (peek() == '[') {
            check(text.indexOf(']', at) > 0, "the end of a section");
            at = text.indexOf(']', at) + 1;
            if (tryText("<")) {
                number();
                expect(">");
            }
        }
        return text.substring(start, at);
    }

    private Object value(String item) {
        String name = item.contains("[") ? item.substring(0, item.indexOf('[') + 1) : item;
        return switch (name) {
            case "UID", "RFC822.SIZE", "BINARY.SIZE[" -> number();
            case "ENVELOPE" -> envelope();
            case "BODY" -> body(false);
            case "BODYSTRUCTURE" -> body(true);
            case "PREVIEW" -> nstring();
            case "BODY[" -> tryText("NIL") ? NIL : literal(); // of any octets: they are those of the mail
            case "BINARY[" -> tryText("~") ? literal() : nstring();
            case "FLAGS" -> any();
            default -> throw new AssertionError("no item of FETCH: " + item);
        };
    }

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
        // RFC 9051 §9 media-message; RFC 3501 §9 knows the first alone.
        if (media.equals("MESSAGE/RFC822") || dialect == Dialect.UTF8 && media.equals("MESSAGE/GLOBAL")) {
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
        if (peek() != '{') {
            return quoted();
        }
        String literal = literal();
        check(literal.indexOf(0) < 0, "a literal without NUL");
        return literal;
    }

    private String quoted() {
        expect("\"");
        var out = new StringBuilder();
        while (peek() != '"') {
            if (tryText("\\")) {
                check(peek() == '"' || peek() == '\\', "a quoted special");
            }
            boolean eightBit = dialect == Dialect.UTF8 && peek() >= 0x80;
            check(peek() > 0 && (peek() < 0x80 || eightBit) && peek() != '\r' && peek() != '\n', "a TEXT-CHAR");
            out.append(text.charAt(at++));
        }
        at++;
        check(isUtf8(out.toString()), "UTF-8");
        return out.toString();
    }

    private static boolean isUtf8(String bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
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

    public void end() {
        check(!more(), "the end");
    }

    private void check(boolean good, String expected) {
        if (!good) {
            throw new AssertionError(
                    "expected " + expected + " at " + at + " of " + text.substring(0, at) + "‸" + text.substring(at));
        }
    }
}
