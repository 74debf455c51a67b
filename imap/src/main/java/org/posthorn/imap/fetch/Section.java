package org.posthorn.imap.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// Which bytes of a message are meant (RFC 9051 §6.4.5.1).
///
/// @param part   part numbers from the outermost on; none for the message itself
/// @param fields names of header fields as the client wrote them, for the kinds that have some
record Section(List<Long> part, Kind kind, List<String> fields) {

    /// What of the part.
    enum Kind {
        /// A part's body, or with no part number all of the message.
        CONTENT(""),
        HEADER("HEADER"),
        FIELDS("HEADER.FIELDS"),
        FIELDS_NOT("HEADER.FIELDS.NOT"),
        TEXT("TEXT"),
        MIME("MIME");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// Whether a message's header has it all.
        boolean isHeader() {
            return switch (this) {
                case HEADER, FIELDS, FIELDS_NOT, MIME -> true;
                case CONTENT, TEXT -> false;
            };
        }
    }

    static final Section MESSAGE = new Section(List.of(), Kind.CONTENT, List.of());
    static final Section HEADER = new Section(List.of(), Kind.HEADER, List.of());
    static final Section TEXT = new Section(List.of(), Kind.TEXT, List.of());

    /// Reads `[1.2.HEADER.FIELDS (SUBJECT)]`.
    static Section parse(ImapParser in) throws PeerGone, BadCommand {
        in.expect('[');
        var part = new ArrayList<Long>();
        boolean word = in.peek() != ']';
        while (in.peek() >= '0' && in.peek() <= '9') {
            part.add(in.nzNumber());
            word = in.tryByte('.');
            if (!word) {
                break;
            }
        }
        var kind = word ? kind(in, !part.isEmpty()) : Kind.CONTENT;
        var fields = List.<String>of();
        if (kind == Kind.FIELDS || kind == Kind.FIELDS_NOT) {
            in.space();
            fields = in.list(Section::fieldName);
        }
        in.expect(']');
        return new Section(List.copyOf(part), kind, fields);
    }

    /// Reads `[1.2]`.
    static List<Long> parsePart(ImapParser in) throws BadCommand {
        in.expect('[');
        var part = new ArrayList<Long>();
        if (in.peek() != ']') {
            do {
                part.add(in.nzNumber());
            } while (in.tryByte('.'));
        }
        in.expect(']');
        return List.copyOf(part);
    }

    private static Kind kind(ImapParser in, boolean numbered) throws BadCommand {
        String word = in.word();
        for (var kind : Kind.values()) {
            // RFC 9051 §6.4.5.1: MIME must have a part number in front.
            if (kind != Kind.CONTENT && kind.word.equals(word) && (numbered || kind != Kind.MIME)) {
                return kind;
            }
        }
        throw in.bad("a section: part numbers, HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or (of a part) MIME");
    }

    private static String fieldName(ImapParser in) throws PeerGone, BadCommand {
        String name = in.astring();
        if (!name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw in.bad("a field name of US-ASCII");
        }
        return name;
    }

    /// As responses name it: `[1.2.HEADER.FIELDS (SUBJECT)]`.
    String label() {
        return "[" + number(part) + (part.isEmpty() || kind == Kind.CONTENT ? "" : ".") + kind.word
                + (fields.isEmpty()
                        ? ""
                        : fields.stream().map(Section::astring).collect(Collectors.joining(" ", " (", ")")))
                + "]";
    }

    /// `1.2`
    static String number(List<Long> part) {
        return part.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private static String astring(String name) {
        boolean atom = !name.isEmpty()
                && !name.equalsIgnoreCase("NIL")
                && name.chars().allMatch(c -> c == '-' || c == '_' || Character.isLetterOrDigit(c));
        return atom ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
