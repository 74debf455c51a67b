package org.posthorn.smtp.command;

import java.util.List;
import java.util.regex.Pattern;
import org.posthorn.smtp.receive.Hello;
import org.posthorn.smtp.reply.Replies;

/// HELO: the introduction of a client that knows no extensions (RFC 5321 §4.1.1.1).
record Helo(String name) implements Command.Anytime {
    /// What domains and address literals are made of, and the `_` that real hosts have. No comment or quote can be
    /// opened with it in the Received field that the name ends in.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

    static Helo parse(CommandLine in) throws BadCommand {
        return new Helo(hostname(in));
    }

    /// RFC 5321 §4.1.4: whether the name is the client's own is not asked; it must only be written as one.
    static String hostname(CommandLine in) throws BadCommand {
        in.spaceBefore("your host's name");
        var name = in.rest();
        if (!NAME.matcher(name).matches()) {
            throw BadCommand.argument("expected your host's name, or its address as [192.0.2.1]");
        }
        return name;
    }

    @Override
    public Turn run(State state) {
        var hostname = state.client().terms().hostname();
        return Turn.to(greeted(state, new Hello(name, false)), Replies.hello(List.of(hostname)));
    }

    /// RFC 5321 §4.1.4: as if RSET had been sent, too.
    static State greeted(State state, Hello hello) {
        return switch (state.withoutMail()) {
            case State.Ready ready -> ready.greetedAnew(hello);
            case State.Connected(var client) -> new State.Greeted(client, hello);
            case State.WithinMail within -> throw new IllegalStateException("still within " + within);
        };
    }
}
