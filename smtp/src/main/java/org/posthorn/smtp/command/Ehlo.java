package org.posthorn.smtp.command;

import java.util.ArrayList;
import org.posthorn.smtp.receive.Hello;
import org.posthorn.smtp.reply.Replies;

/// EHLO: the client introduces itself and learns what we can (RFC 5321 §4.1.1.1). Gives up a message under way.
record Ehlo(String name) implements Command.Anytime {

    static Ehlo parse(CommandLine in) throws BadCommand {
        return new Ehlo(Helo.hostname(in));
    }

    @Override
    public Turn run(State state) {
        var lines = new ArrayList<String>();
        lines.add(state.client().terms().hostname());
        lines.addAll(Capabilities.of(state.client()));
        return Turn.to(Helo.greeted(state, new Hello(name, true)), Replies.hello(lines));
    }
}
