package org.posthorn.pop3;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// QUIT removes what is marked, in one commit, and ends the session (RFC 1939 §6). `+OK` is sent when it is on the disk
/// (P1).
record Quit() implements Command.Anytime {
    private static final Logger log = LoggerFactory.getLogger(Quit.class);

    static Quit parse(CommandLine in) throws BadCommand {
        in.end();
        return new Quit();
    }

    @Override
    public Turn run(State state) {
        return switch (state) {
            case State.Authorization before -> Turn.end(before, Reply.BYE);
            case State.Transaction after ->
                Turn.end(after, removed(after.client(), after.maildrop().update()));
        };
    }

    private static Reply removed(Client client, int count) {
        if (count > 0) {
            log.atInfo()
                    .addKeyValue("conn", client.connection().id())
                    .addKeyValue("messages", count)
                    .log("messages removed");
        }
        return count == 0 ? Reply.BYE : Reply.ok(count + " removed, goodbye");
    }
}
