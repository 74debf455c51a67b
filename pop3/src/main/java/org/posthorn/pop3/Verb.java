package org.posthorn.pop3;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The verbs, each with who reads what follows it.
enum Verb {
    CAPA(Capa::parse),
    USER(User::parse),
    PASS(Pass::parse),
    AUTH(Auth::parse),
    STLS(Stls::parse),
    STAT(Stat::parse),
    LIST(List::parse),
    UIDL(Uidl::parse),
    RETR(Retr::parse),
    TOP(Top::parse),
    DELE(Dele::parse),
    RSET(Rset::parse),
    NOOP(Noop::parse),
    QUIT(Quit::parse);

    private interface Parser {
        Command parse(CommandLine in) throws BadCommand;
    }

    private static final Map<String, Verb> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Verb::name, Function.identity()));

    private final Parser parser;

    Verb(Parser parser) {
        this.parser = parser;
    }

    /// @param name in upper case
    static Verb of(String name) throws BadCommand {
        var verb = BY_NAME.get(name);
        if (verb == null) {
            throw new BadCommand(Reply.UNKNOWN_COMMAND);
        }
        return verb;
    }

    Command parse(CommandLine in) throws BadCommand {
        return parser.parse(in);
    }
}
