package org.posthorn.smtp.command;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthorn.smtp.reply.Replies;

/// The verbs, each with how it is written and who reads it.
enum Verb {
    EHLO("EHLO your.host.name", Ehlo::parse),
    HELO("HELO your.host.name", Helo::parse),
    STARTTLS("STARTTLS", StartTls::parse),
    AUTH("AUTH mechanism [initial-response]", Auth::parse),
    MAIL("MAIL FROM:<sender@domain> [SIZE=octets] [BODY=8BITMIME] [SMTPUTF8]", Mail::parse),
    RCPT("RCPT TO:<recipient@domain>", Rcpt::parse),
    DATA("DATA", Data::parse),
    RSET("RSET", Rset::parse),
    NOOP("NOOP [anything]", Noop::parse),
    VRFY("VRFY user", Vrfy::parse),
    EXPN("EXPN list", Expn::parse),
    HELP("HELP [verb]", Help::parse),
    QUIT("QUIT", Quit::parse);

    /// Reads what follows the verb.
    private interface Parser {
        Command parse(CommandLine in) throws BadCommand;
    }

    private static final Map<String, Verb> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Verb::name, Function.identity()));

    private final String syntax;
    private final Parser parser;

    Verb(String syntax, Parser parser) {
        this.syntax = syntax;
        this.parser = parser;
    }

    /// @param name in upper case
    static Verb of(String name) throws BadCommand {
        var verb = BY_NAME.get(name);
        if (verb == null) {
            throw new BadCommand(Replies.UNKNOWN_COMMAND);
        }
        return verb;
    }

    /// How the command is written, for HELP.
    String syntax() {
        return syntax;
    }

    Command parse(CommandLine in) throws BadCommand {
        return parser.parse(in);
    }
}
