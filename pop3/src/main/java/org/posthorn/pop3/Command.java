package org.posthorn.pop3;

import org.posthorn.common.net.PeerGone;

/// One command of the client; its kind says in which state it may run (RFC 1939 §4–§6).
sealed interface Command {

    sealed interface Anytime extends Command permits Capa, Quit {
        Turn run(State state) throws PeerGone;
    }

    sealed interface BeforeLogin extends Command permits User, Pass, Auth, Stls {
        Turn run(State.Authorization state) throws PeerGone;
    }

    sealed interface AfterLogin extends Command permits Stat, List, Uidl, Retr, Top, Dele, Rset, Noop {
        Turn run(State.Transaction state) throws PeerGone;
    }

    /// @param line without its CRLF
    static Command parse(byte[] line) throws BadCommand {
        var in = CommandLine.of(line);
        return Verb.of(in.verb()).parse(in);
    }

    /// Runs this command where it may run, else tells what has to come first.
    default Turn runIn(State state) throws PeerGone {
        return switch (new Step(state, this)) {
            case Step(State any, Anytime command) -> command.run(any);
            case Step(State.Authorization before, BeforeLogin command) -> command.run(before);
            case Step(State.Transaction after, AfterLogin command) -> command.run(after);
            case Step(State.Authorization before, AfterLogin _) -> Turn.to(before, Reply.LOGIN_FIRST);
            case Step(State.Transaction after, BeforeLogin _) -> Turn.to(after, Reply.LOGGED_IN_ALREADY);
        };
    }

    /// A command and the state it meets.
    record Step(State state, Command command) {}
}
