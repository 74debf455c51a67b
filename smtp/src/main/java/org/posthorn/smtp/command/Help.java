package org.posthorn.smtp.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.smtp.reply.Replies;

/// HELP tells how commands are written, all or one (RFC 5321 §4.1.1.8).
record Help(Optional<Verb> verb) implements Command.Anytime {

    static Help parse(CommandLine in) throws BadCommand {
        in.skipSpaces();
        var name = in.rest().toUpperCase(Locale.ROOT);
        return new Help(name.isEmpty() ? Optional.empty() : Optional.of(Verb.of(name)));
    }

    @Override
    public Turn run(State state) {
        return Turn.stay(state, Replies.help(verb.map(v -> List.of(v.syntax())).orElseGet(() -> all(state))));
    }

    private static List<String> all(State state) {
        var lines = new ArrayList<String>();
        lines.add("Posthorn " + state.client().terms().version() + ", a message takes EHLO, MAIL, RCPT, DATA:");
        for (var verb : Verb.values()) {
            lines.add("  " + verb.syntax());
        }
        return lines;
    }
}
