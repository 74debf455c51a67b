package org.posthorn.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads one command line from left to right (RFC 2449 §4): a keyword, then arguments after single spaces.
final class CommandLine {
    private final String text;
    private int at;

    private CommandLine(String text) {
        this.text = text;
    }

    /// @throws BadCommand the bytes are no UTF-8, or some are control characters
    static CommandLine of(byte[] line) throws BadCommand {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw BadCommand.expected("US-ASCII or UTF-8");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw BadCommand.expected("a line without control characters");
        }
        return new CommandLine(text);
    }

    /// The keyword, in upper case.
    String verb() {
        return word().toUpperCase(Locale.ROOT);
    }

    /// One space and the argument behind it, up to the next space.
    String argument(String what) throws BadCommand {
        space(what);
        var word = word();
        if (word.isEmpty()) {
            throw BadCommand.expected(what);
        }
        return word;
    }

    /// One space and all that follows: names and passwords may hold spaces, also at their ends (RFC 1939 §7, PASS).
    String rest(String what) throws BadCommand {
        space(what);
        var rest = text.substring(at);
        at = text.length();
        if (rest.isEmpty()) {
            throw BadCommand.expected(what);
        }
        return rest;
    }

    /// A message's number, from 1; 0 for one that is too large to be any.
    int number() throws BadCommand {
        var digits = digits("a message number");
        return digits > Integer.MAX_VALUE ? 0 : (int) digits;
    }

    /// How many lines.
    long lines() throws BadCommand {
        return digits("a number of lines");
    }

    boolean more() {
        // Spaces before the CRLF are let pass.
        return !text.substring(at).isBlank();
    }

    void end() throws BadCommand {
        if (more()) {
            throw BadCommand.expected("no further argument");
        }
    }

    private long digits(String what) throws BadCommand {
        var word = argument(what);
        if (!word.matches("[0-9]{1,18}")) {
            throw BadCommand.expected(what);
        }
        return Long.parseLong(word);
    }

    private void space(String what) throws BadCommand {
        if (at == text.length() || text.charAt(at) != ' ') {
            throw BadCommand.expected(what);
        }
        at++;
    }

    private String word() {
        var space = text.indexOf(' ', at);
        var word = text.substring(at, space < 0 ? text.length() : space);
        at += word.length();
        return word;
    }
}
