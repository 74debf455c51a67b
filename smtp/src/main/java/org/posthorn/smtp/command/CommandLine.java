package org.posthorn.smtp.command;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.smtp.reply.Replies;

/// Reads one command line from left to right. It is text without control characters from the outset, so nothing read
/// from it can break a line elsewhere.
final class CommandLine {
    private static final Pattern TRAILING_SPACE = Pattern.compile("[ \t]+$");
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private final String text;
    private int at;

    private CommandLine(String text) {
        this.text = text;
    }

    /// @throws BadCommand the bytes are no UTF-8 (RFC 6531 §3.3), or some are control characters
    static CommandLine of(byte[] line) throws BadCommand {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadCommand(Replies.badSyntax("a command is US-ASCII, or UTF-8 with SMTPUTF8"));
        }
        // RFC 5321 §4.1.1: white space before the CRLF is let pass.
        text = TRAILING_SPACE.matcher(text).replaceFirst("");
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadCommand(Replies.badSyntax("a command has no control characters"));
        }
        return new CommandLine(text);
    }

    /// The word up to a space or the end, in upper case.
    String verb() {
        return word().toUpperCase(Locale.ROOT);
    }

    boolean more() {
        return at < text.length();
    }

    /// The next character, or NUL at the end: no line holds one.
    char peek() {
        return more() ? text.charAt(at) : '\0';
    }

    char take() {
        return text.charAt(at++);
    }

    /// Takes the text, in any case, if it comes next.
    boolean accept(String expected) {
        if (!text.regionMatches(true, at, expected, 0, expected.length())) {
            return false;
        }
        at += expected.length();
        return true;
    }

    void expect(String expected) throws BadCommand {
        if (!accept(expected)) {
            throw BadCommand.argument("expected " + expected);
        }
    }

    /// One or more spaces before an argument.
    ///
    /// @param what the argument, for the reply
    void spaceBefore(String what) throws BadCommand {
        expectSpace("expected " + what);
        if (!more()) {
            throw BadCommand.argument("expected " + what);
        }
    }

    private void expectSpace(String otherwise) throws BadCommand {
        if (peek() != ' ') {
            throw BadCommand.argument(otherwise);
        }
        skipSpaces();
    }

    void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    /// What comes before the next space or the end; may be empty.
    String word() {
        var start = at;
        while (more() && peek() != ' ') {
            at++;
        }
        return text.substring(start, at);
    }

    String rest() {
        var rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /// RFC 5321 §4.3.2: a command without arguments gets none.
    void end() throws BadCommand {
        if (more()) {
            throw BadCommand.argument("unexpected argument");
        }
    }

    /// `KEYWORD` or `KEYWORD=value` (RFC 5321 §4.1.2, esmtp-param).
    ///
    /// @param keyword in upper case
    record Parameter(String keyword, Optional<String> value) {}

    /// The parameters up to the end of the line, each once.
    List<Parameter> parameters() throws BadCommand {
        var parameters = new ArrayList<Parameter>();
        var seen = new HashSet<String>();
        while (more()) {
            expectSpace("expected a space before a parameter");
            var parameter = parameter(word());
            if (!seen.add(parameter.keyword())) {
                throw BadCommand.argument("a parameter is given twice");
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private static Parameter parameter(String word) throws BadCommand {
        var equals = word.indexOf('=');
        var keyword = equals < 0 ? word : word.substring(0, equals);
        if (!KEYWORD.matcher(keyword).matches()) {
            throw BadCommand.argument("a parameter is KEYWORD or KEYWORD=value");
        }
        var name = keyword.toUpperCase(Locale.ROOT);
        if (equals < 0) {
            return new Parameter(name, Optional.empty());
        }
        var value = word.substring(equals + 1);
        if (value.isEmpty() || value.indexOf('=') >= 0) {
            throw BadCommand.argument("a parameter is KEYWORD or KEYWORD=value");
        }
        return new Parameter(name, Optional.of(value));
    }
}
