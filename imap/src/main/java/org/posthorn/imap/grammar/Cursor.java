package org.posthorn.imap.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A place in the lines of one command, and what can be read there without knowing IMAP: characters, words, numbers and
/// nesting. [ImapParser] goes on from here with strings and IMAP's nouns.
abstract sealed class Cursor permits ImapParser {
    /// Parentheses, and whatever else nests, deeper than this are refused: no client needs more than a handful.
    static final int MAX_DEPTH = 64;

    private static final long MAX_NUMBER = 0xffff_ffffL;

    private byte[] line;
    private int at;
    private int before;
    private int depth;

    Cursor(byte[] line) {
        this.line = line;
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

    /// This place, for [#back] and [#since].
    final int here() {
        return at;
    }

    /// To a place before this one in the same line, so that an error names where its rule began.
    final void back(int place) {
        at = place;
    }

    /// What stands between a place in this line and this one.
    final byte[] since(int place) {
        return Arrays.copyOfRange(line, place, at);
    }

    /// On in the line behind a literal.
    final void go(byte[] next, long literal) {
        before = (int) Math.min(Integer.MAX_VALUE - line.length, before + line.length + 2 + literal);
        line = next;
        at = 0;
    }

    /// Over the next byte.
    final void step() {
        at++;
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

    /// Letters, digits, `.`, `-`, `_` and `=`: a keyword of the grammar, in upper case. Unlike an atom it ends before
    /// `[` and `<`, as in `BODY.PEEK[HEADER]<0.100>`.
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
        return tryPhrase(word);
    }

    /// Reads the characters when they are next, in any case, whatever follows: for what can only be told from something
    /// else by several of them.
    public boolean tryPhrase(String text) {
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

    final String text(int start, String expected) throws BadCommand {
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
}
