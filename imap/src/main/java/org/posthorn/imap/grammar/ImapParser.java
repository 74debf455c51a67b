package org.posthorn.imap.grammar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
public final class ImapParser extends Cursor {
    private final LiteralSource source;
    private final Dialect dialect;
    private final Set<String> hidden;

    /// @param line the command's first line, without its CRLF
    public ImapParser(byte[] line, LiteralSource source, Dialect dialect) {
        this(line, source, dialect, Set.of());
    }

    /// @param hidden capabilities whose syntax is as unknown here as if there was none of them
    public ImapParser(byte[] line, LiteralSource source, Dialect dialect, Set<String> hidden) {
        super(line);
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

    // ---- sets

    /// Messages by sequence number.
    public SeqSet sequenceSet() throws BadCommand {
        return new SeqSet(NumberRange.list(this));
    }

    /// Messages by UID.
    public UidSet uidSet() throws BadCommand {
        return new UidSet(NumberRange.list(this));
    }

    /// Numbers that a client knows: neither `*` nor `$` (RFC 7162 §7 `known-uids`).
    public UidSet knownSet() throws BadCommand {
        return new UidSet(NumberRange.known(this));
    }

    // ---- strings

    /// UTF-8 text, as an atom, quoted, or a literal.
    public String astring() throws PeerGone, BadCommand {
        int start = here();
        return utf8(astringBytes(), start);
    }

    /// For text in a charset that the command names.
    public byte[] astringBytes() throws PeerGone, BadCommand {
        if (!Syntax.isAstringChar(peek())) {
            return stringBytes();
        }
        int start = here();
        while (Syntax.isAstringChar(peek())) {
            step();
        }
        return since(start);
    }

    /// UTF-8 text, quoted or a literal.
    public String string() throws PeerGone, BadCommand {
        int start = here();
        return utf8(stringBytes(), start);
    }

    /// A string, or `NIL`, which is none.
    public Optional<String> nstring() throws PeerGone, BadCommand {
        return tryWord("NIL") ? Optional.empty() : Optional.of(string());
    }

    /// Octets of any kind, quoted or a literal of either form, or `NIL`, which is none (RFC 5464 §5 `value`).
    public Optional<byte[]> value() throws PeerGone, BadCommand {
        if (tryWord("NIL")) {
            return Optional.empty();
        }
        if (peek() == '"') {
            return Optional.of(quoted());
        }
        var literal = literal();
        byte[] bytes = source.literal(literal.size(), literal.sync());
        behind(literal);
        return Optional.of(bytes);
    }

    private byte[] stringBytes() throws PeerGone, BadCommand {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literalBytes();
            default -> throw bad("a string");
        };
    }

    private byte[] quoted() throws BadCommand {
        expect('"');
        int start = here();
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
            step();
        }
        var written = since(start);
        expect('"');
        return escapes == 0 ? written : unescaped(written, escapes);
    }

    private static byte[] unescaped(byte[] written, int escapes) {
        var out = new byte[written.length - escapes];
        for (int from = 0, to = 0; to < out.length; to++) {
            from += written[from] == '\\' ? 1 : 0;
            out[to] = written[from++];
        }
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
        go(source.nextLine(), literal.size());
    }

    /// A literal's announcement at the end of the line; its bytes are left to the caller.
    public Literal literal() throws BadCommand {
        tryByte('~'); // RFC 3516 §4.4: bytes of any value; ours may have any value anyhow
        int start = here();
        if (!tryByte('{')) {
            throw bad("a literal");
        }
        long size = number64();
        boolean sync = !tryByte('+');
        expect('}');
        end();
        back(start);
        return new Literal(size, sync);
    }

    private String utf8(byte[] bytes, int start) throws BadCommand {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            back(Math.min(start, here()));
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
        int start = here();
        return named(start, astring());
    }

    /// A pattern of LIST: a name that may hold `%` and `*` (RFC 9051 §9 `list-mailbox`).
    public String listMailbox() throws PeerGone, BadCommand {
        int start = here();
        while (Syntax.isListChar(peek())) {
            step();
        }
        return here() == start ? mailboxText() : named(start, text(start, "a pattern"));
    }

    private String named(int start, String text) throws BadCommand {
        // RFC 9051 §5.1: with UTF-8 names '&' is just a character. Before ENABLE, 8-bit names are taken as UTF-8 too.
        if (dialect == Dialect.UTF8 || text.chars().anyMatch(c -> c >= 0x80)) {
            return text;
        }
        var name = ModifiedUtf7.decode(text);
        if (name.isEmpty()) {
            back(Math.min(start, here()));
            throw bad("a mailbox name in modified UTF-7");
        }
        return name.get();
    }

    /// A system flag of RFC 9051 §2.3.2 or a keyword.
    public Flag flag() throws BadCommand {
        return Flags.flag(this);
    }

    /// `(\Seen Work)`, also empty.
    public Set<Flag> flagList() throws BadCommand {
        return Flags.list(this);
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
        if (tryPhrase("()")) {
            return List.of();
        }
        return list(rule);
    }
}
