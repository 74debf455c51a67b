package org.posthorn.imap.grammar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;

/// Reads one command from left to right (RFC 9051 §9). Methods named after a rule read it or throw [BadCommand]; those
/// named `try…` read it or stay where they are.
///
/// Literals are pulled in where they stand, so what is wrong in front of one is known before the client is told to send
/// it (RFC 9051 §4.3). The [LiteralSource] bounds what a command may hold. For the connection's command thread only.
public final class ImapParser {
    /// Parentheses, and whatever else nests, deeper than this are refused: no client needs more than a handful.
    static final int MAX_DEPTH = 64;

    private static final long MAX_NUMBER = 0xffff_ffffL;
    private static final int MAX_KEYWORD = 255;

    private final LiteralSource source;
    private final Dialect dialect;
    private final Set<String> hidden;
    private byte[] line;
    private int at;
    private int before;
    private int depth;

    /// @param line the command's first line, without its CRLF
    public ImapParser(byte[] line, LiteralSource source, Dialect dialect) {
        this(line, source, dialect, Set.of());
    }

    /// @param hidden capabilities whose syntax is as unknown here as if there was none of them
    public ImapParser(byte[] line, LiteralSource source, Dialect dialect, Set<String> hidden) {
        this.line = line;
        this.source = source;
        this.dialect = dialect;
        this.hidden = hidden;
    }

    /// Whether the syntax that comes with a capability may be read.
    public boolean offers(String capability) {
        return !hidden.contains(capability);
    }

    /// One rule, for lists of it.
    public interface Rule<T> {
        T read(ImapParser in) throws PeerGone, BadCommand;
    }

    // ---- where we are

    /// Whether anything is left of the command.
    public boolean more() {
        return at < line.length;
    }

    /// The next byte (0 to 255), or -1 at the end.
    public int peek() {
        return more() ? line[at] & 0xff : -1;
    }

    /// The error of finding something else here.
    public BadCommand bad(String expected) {
        return new BadCommand(before + at, expected);
    }

    /// One level deeper, in recursive rules without parentheses; [#ascend()] undoes it.
    public void descend() throws BadCommand {
        if (++depth > MAX_DEPTH) {
            throw bad("no more than " + MAX_DEPTH + " levels");
        }
    }

    public void ascend() {
        depth--;
    }

    // ---- single characters

    public void space() throws BadCommand {
        expect(' ', "a space");
    }

    public boolean trySpace() {
        return tryByte(' ');
    }

    public boolean tryByte(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    public void expect(char wanted) throws BadCommand {
        expect(wanted, "'" + wanted + "'");
    }

    private void expect(char wanted, String name) throws BadCommand {
        if (!tryByte(wanted)) {
            throw bad(name);
        }
    }

    /// `(`, and one level deeper.
    public void open() throws BadCommand {
        expect('(');
        descend();
    }

    /// `)`
    public void close() throws BadCommand {
        expect(')');
        ascend();
    }

    /// The end of the command.
    public void end() throws BadCommand {
        if (more()) {
            throw bad("the end of the line");
        }
    }

    // ---- words

    /// RFC 9051 §9 `tag`: as an astring's characters, without `+`.
    public String tag() throws BadCommand {
        int start = at;
        while (Syntax.isAstringChar(peek()) && peek() != '+') {
            at++;
        }
        return text(start, "a tag");
    }

    public String atom() throws BadCommand {
        int start = at;
        while (Syntax.isAtomChar(peek())) {
            at++;
        }
        return text(start, "an atom");
    }

    /// Letters, digits, `.`, `-`, `_` and `=`: a keyword of the grammar. Unlike an atom it ends before `[` and `<`, as
    /// in
    /// `BODY.PEEK[HEADER]<0.100>`. In upper case.
    public String word() throws BadCommand {
        int start = at;
        while (Syntax.isWordChar(peek())) {
            at++;
        }
        return Syntax.upper(text(start, "a word"));
    }

    /// Reads the word when it is next, in any case, and is not the beginning of a longer one.
    public boolean tryWord(String word) {
        int end = at + word.length();
        if (end > line.length || (end < line.length && Syntax.isWordChar(line[end] & 0xff))) {
            return false;
        }
        return tryText(word);
    }

    /// Reads the characters when they are next, in any case, whatever follows: for what can only be told from something
    /// else by several of them.
    public boolean tryPhrase(String phrase) {
        return tryText(phrase);
    }

    /// Reads the characters when they are next, in any case, whatever follows.
    boolean tryText(String text) {
        if (at + text.length() > line.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Syntax.upper(line[at + i]) != Syntax.upper((byte) text.charAt(i))) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    private String text(int start, String expected) throws BadCommand {
        if (at == start) {
            throw bad(expected);
        }
        return new String(line, start, at - start, StandardCharsets.ISO_8859_1);
    }

    // ---- numbers

    /// 0 to 4,294,967,295
    public long number() throws BadCommand {
        return number(0, MAX_NUMBER);
    }

    /// 1 to 4,294,967,295
    public long nzNumber() throws BadCommand {
        return number(1, MAX_NUMBER);
    }

    /// 0 to 2⁶³-1
    public long number64() throws BadCommand {
        return number(0, Long.MAX_VALUE);
    }

    private long number(long least, long most) throws BadCommand {
        int start = at;
        long value = 0;
        while (peek() >= '0' && peek() <= '9') {
            int digit = line[at] - '0';
            if (value > (most - digit) / 10) {
                at = start;
                throw bad("a number from " + least + " to " + most);
            }
            value = value * 10 + digit;
            at++;
        }
        if (at == start || value < least) {
            at = start;
            throw bad("a number from " + least + " to " + most);
        }
        return value;
    }

    // ---- sets

    /// Messages by sequence number.
    public SeqSet sequenceSet() throws BadCommand {
        return new SeqSet(ranges());
    }

    /// Messages by UID.
    public UidSet uidSet() throws BadCommand {
        return new UidSet(ranges());
    }

    /// Numbers that a client knows: neither `*` nor `$` (RFC 7162 §7 `known-uids`).
    public UidSet knownSet() throws BadCommand {
        int start = at;
        var ranges = ranges();
        if (ranges.isEmpty()
                || ranges.stream()
                        .anyMatch(range -> range.from() == NumberRange.STAR || range.to() == NumberRange.STAR)) {
            at = start;
            throw bad("numbers without *");
        }
        return new UidSet(ranges);
    }

    private List<NumberRange> ranges() throws BadCommand {
        var ranges = new ArrayList<NumberRange>();
        if (tryByte('$')) {
            return ranges;
        }
        do {
            long from = setNumber();
            ranges.add(new NumberRange(from, tryByte(':') ? setNumber() : from));
        } while (tryByte(','));
        return ranges;
    }

    private long setNumber() throws BadCommand {
        return tryByte('*') ? NumberRange.STAR : nzNumber();
    }

    // ---- strings

    /// UTF-8 text, as an atom, quoted, or a literal.
    public String astring() throws PeerGone, BadCommand {
        int start = at;
        return utf8(astringBytes(), start);
    }

    /// For text in a charset that the command names.
    public byte[] astringBytes() throws PeerGone, BadCommand {
        if (!Syntax.isAstringChar(peek())) {
            return stringBytes();
        }
        int start = at;
        while (Syntax.isAstringChar(peek())) {
            at++;
        }
        return Arrays.copyOfRange(line, start, at);
    }

    /// UTF-8 text, quoted or a literal.
    public String string() throws PeerGone, BadCommand {
        int start = at;
        return utf8(stringBytes(), start);
    }

    /// A string, or `NIL`, which is none.
    public Optional<String> nstring() throws PeerGone, BadCommand {
        return tryWord("NIL") ? Optional.empty() : Optional.of(string());
    }

    private byte[] stringBytes() throws PeerGone, BadCommand {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literalBytes();
            default -> throw bad("a string");
        };
    }

    private byte[] quoted() throws BadCommand {
        int start = ++at;
        int escapes = 0;
        while (peek() != '"') {
            if (tryByte('\\')) {
                escapes++;
                if (peek() != '"' && peek() != '\\') {
                    throw bad("'\"' or '\\' behind '\\'");
                }
            }
            if (peek() <= 0 || peek() == '\r' || peek() == '\n') {
                throw bad("the end of a quoted string");
            }
            at++;
        }
        var out = new byte[at - start - escapes];
        for (int from = start, to = 0; to < out.length; to++) {
            from += line[from] == '\\' ? 1 : 0;
            out[to] = line[from++];
        }
        at++;
        return out;
    }

    private byte[] literalBytes() throws PeerGone, BadCommand {
        var literal = literal();
        byte[] bytes = source.literal(literal.size(), literal.sync());
        for (byte b : bytes) {
            if (b == 0) {
                throw bad("a literal without NUL"); // RFC 9051 §9: CHAR8 has none
            }
        }
        behind(literal);
        return bytes;
    }

    /// Goes on in the line behind a literal whose bytes have been read.
    public void behind(Literal literal) throws PeerGone, BadCommand {
        before = (int) Math.min(Integer.MAX_VALUE - line.length, before + line.length + 2 + literal.size());
        line = source.nextLine();
        at = 0;
    }

    /// A literal's announcement at the end of the line; its bytes are left to the caller.
    public Literal literal() throws BadCommand {
        tryByte('~'); // RFC 3516 §4.4: bytes of any value; ours may have any value anyhow
        int start = at;
        expect('{', "a literal");
        long size = number64();
        boolean sync = !tryByte('+');
        expect('}');
        end();
        at = start;
        return new Literal(size, sync);
    }

    private String utf8(byte[] bytes, int start) throws BadCommand {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            at = Math.min(start, at);
            throw bad("UTF-8");
        }
    }

    // ---- IMAP's nouns

    /// A mailbox's name, out of modified UTF-7 unless it is UTF-8.
    ///
    /// @throws org.posthorn.storage.Refused FORBIDDEN: well written, but no name for a mailbox
    public MailboxName mailbox() throws PeerGone, BadCommand {
        return MailboxName.of(mailboxText());
    }

    /// The characters of a name that may be empty or incomplete.
    public String mailboxText() throws PeerGone, BadCommand {
        return named(at, astring());
    }

    /// A pattern of LIST: a name that may hold `%` and `*` (RFC 9051 §9 `list-mailbox`).
    public String listMailbox() throws PeerGone, BadCommand {
        int start = at;
        while (Syntax.isListChar(peek())) {
            at++;
        }
        return at == start ? mailboxText() : named(start, text(start, "a pattern"));
    }

    private String named(int start, String text) throws BadCommand {
        // RFC 9051 §5.1: with UTF-8 names '&' is just a character. Before ENABLE, 8-bit names are taken as UTF-8 too.
        if (dialect == Dialect.UTF8 || text.chars().anyMatch(c -> c >= 0x80)) {
            return text;
        }
        var name = ModifiedUtf7.decode(text);
        if (name.isEmpty()) {
            at = Math.min(start, at);
            throw bad("a mailbox name in modified UTF-7");
        }
        return name.get();
    }

    /// A system flag of RFC 9051 §2.3.2 or a keyword.
    public Flag flag() throws BadCommand {
        int start = at;
        String prefix = tryByte('\\') ? "\\" : "";
        String name = prefix + atom();
        if (!prefix.isEmpty() && Syntax.systemFlag(name).isEmpty()) {
            at = start;
            throw bad("\\Seen, \\Answered, \\Flagged, \\Deleted, \\Draft or a keyword");
        }
        if (name.length() > MAX_KEYWORD) {
            at = start;
            throw bad("a keyword of at most " + MAX_KEYWORD + " characters");
        }
        return Syntax.systemFlag(name).orElseGet(() -> Flag.of(name));
    }

    /// `(\Seen Work)`, also empty. `\Recent`, which no client may set, is passed over: old ones copy it from FETCH.
    public Set<Flag> flagList() throws BadCommand {
        var flags = new LinkedHashSet<Flag>();
        open();
        if (peek() != ')') {
            do {
                if (!tryWord("\\Recent")) {
                    flags.add(flag());
                }
            } while (trySpace());
        }
        close();
        return flags;
    }

    /// `" 1-Feb-1994 21:52:25 -0800"`
    public Instant dateTime() throws BadCommand {
        return Dates.dateTime(this);
    }

    /// `1-Feb-1994`, quoted or not
    public LocalDate date() throws BadCommand {
        return Dates.date(this);
    }

    /// `(a b c)`, at least one.
    public <T> List<T> list(Rule<T> rule) throws PeerGone, BadCommand {
        open();
        var items = new ArrayList<T>();
        do {
            items.add(rule.read(this));
        } while (trySpace());
        close();
        return items;
    }

    /// `(a b c)` or `()`.
    public <T> List<T> listOrEmpty(Rule<T> rule) throws PeerGone, BadCommand {
        if (at + 1 < line.length && line[at] == '(' && line[at + 1] == ')') {
            at += 2;
            return List.of();
        }
        return list(rule);
    }
}
