package org.posthorn.imap.grammar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.posthorn.common.net.Output;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;

/// Writes responses (RFC 9051 §9) to the connection's output: each method one rule, in the form that the client's
/// [Dialect] can read. Spaces between them are the caller's. For the connection's command thread only.
public final class ImapEncoder {
    /// Longer text travels as a literal, which clients read without a line buffer.
    public static final int MAX_QUOTED = 4_096;

    private final Output out;
    private Dialect dialect;
    private boolean midLine;

    public ImapEncoder(Output out, Dialect dialect) {
        this.out = out;
        this.dialect = dialect;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// From now on, as ENABLE wants it.
    public void dialect(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Writes one element of a list.
    public interface Item<T> {
        void write(T item) throws PeerGone;
    }

    /// Whether a response was begun and not ended by [#crlf()]: then nothing else may be said.
    public boolean midLine() {
        return midLine;
    }

    /// Text of US-ASCII as it stands: atoms, response names, whole phrases.
    public ImapEncoder raw(CharSequence ascii) throws PeerGone {
        midLine = true;
        out.ascii(ascii);
        return this;
    }

    /// Text for people, behind a status (RFC 9051 §9 `resp-text`): UTF-8 only for those who asked for it.
    public ImapEncoder text(String text) throws PeerGone {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        out.utf8(dialect == Dialect.UTF8 ? printable : printable.replaceAll("[^\\x00-\\x7f]", "?"));
        midLine = true;
        return this;
    }

    public ImapEncoder space() throws PeerGone {
        return raw(" ");
    }

    public ImapEncoder open() throws PeerGone {
        return raw("(");
    }

    public ImapEncoder close() throws PeerGone {
        return raw(")");
    }

    public ImapEncoder nil() throws PeerGone {
        return raw("NIL");
    }

    public ImapEncoder crlf() throws PeerGone {
        out.crlf();
        midLine = false;
        return this;
    }

    /// Sends what was written so far, for a client that waits.
    public void flush() throws PeerGone {
        out.flush();
    }

    public ImapEncoder number(long value) throws PeerGone {
        out.number(value);
        return this;
    }

    /// An atom when it can be one, else as [#string(String)].
    public ImapEncoder astring(String text) throws PeerGone {
        boolean atom = !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && Syntax.isAstringChar(c));
        return atom && !text.equalsIgnoreCase("NIL") ? raw(text) : string(text);
    }

    /// Quoted when the dialect and the text allow, else a literal. NUL, which neither may hold, becomes U+FFFD.
    public ImapEncoder string(String text) throws PeerGone {
        if (isPlain(text)) {
            out.ascii("\"").ascii(text).ascii("\"");
            return this;
        }
        if (text.length() > MAX_QUOTED || !quotable(text)) {
            return literalText(text.replace('\0', '\uFFFD'));
        }
        out.ascii("\"");
        out.utf8(text.replace("\\", "\\\\").replace("\"", "\\\"")).ascii("\"");
        return this;
    }

    /// Whether it is quoted as it stands, in any dialect: most strings are.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return text.length() <= MAX_QUOTED;
    }

    private boolean quotable(String text) {
        // RFC 3501 §9 QUOTED-CHAR is a TEXT-CHAR: 7-bit without NUL, CR and LF; RFC 6855 §3 and RFC 9051 add UTF-8.
        int limit = dialect == Dialect.UTF8 ? Character.MAX_VALUE : 0x7f;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\r' || c == '\n' || c > limit) {
                return false;
            }
        }
        return true;
    }

    /// Octets of any kind: quoted where that is plain text, else a literal, as RFC 3516 has it where there is a NUL.
    public ImapEncoder value(byte[] octets) throws PeerGone {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (text.length() <= MAX_QUOTED && text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return string(text);
        }
        if (text.indexOf('\0') >= 0) {
            literal8(octets.length);
        } else {
            literal(octets.length);
        }
        return bytes(octets, 0, octets.length);
    }

    private ImapEncoder literalText(String text) throws PeerGone {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        literal(bytes.length);
        out.bytes(bytes);
        return this;
    }

    /// The text, or `NIL`.
    public ImapEncoder nstring(Optional<String> text) throws PeerGone {
        return text.isPresent() ? string(text.get()) : nil();
    }

    /// In the dialect's form of a name.
    public ImapEncoder mailbox(MailboxName name) throws PeerGone {
        return mailbox(name.text());
    }

    /// A name's prefix, or a name that is none of ours.
    public ImapEncoder mailbox(String name) throws PeerGone {
        return astring(dialect == Dialect.UTF8 ? name : ModifiedUtf7.encode(name));
    }

    /// `(a b c)`, by `item` for each.
    public <T> ImapEncoder list(Iterable<T> items, Item<T> item) throws PeerGone {
        open();
        boolean first = true;
        for (T next : items) {
            if (!first) {
                space();
            }
            first = false;
            item.write(next);
        }
        return close();
    }

    /// `(\Seen $Forwarded)`
    public ImapEncoder flags(Collection<Flag> flags) throws PeerGone {
        return list(flags, flag -> raw(flag.name()));
    }

    /// `"17-Jul-1996 02:44:25 +0000"`
    public ImapEncoder internalDate(Instant instant) throws PeerGone {
        return raw("\"").raw(Dates.format(instant)).raw("\"");
    }

    /// A literal's head; exactly `size` bytes must follow by [#bytes].
    public ImapEncoder literal(long size) throws PeerGone {
        out.ascii("{").number(size).ascii("}").crlf();
        return this;
    }

    /// The head of a literal that may hold NUL (RFC 3516 §4.2, RFC 9051 §9 `literal8`).
    public ImapEncoder literal8(long size) throws PeerGone {
        out.ascii("~");
        return literal(size);
    }

    /// Bytes of a literal; the buffer's position moves to its limit.
    public ImapEncoder bytes(ByteBuffer bytes) throws PeerGone {
        out.bytes(bytes);
        return this;
    }

    public ImapEncoder bytes(byte[] bytes, int offset, int length) throws PeerGone {
        out.bytes(bytes, offset, length);
        return this;
    }
}
