package org.posthorn.smtp.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.smtp.reply.Replies;

/// One command of the client. What may run when is in the types: a command is given only a state that allows it
/// (RFC 5321 §4.1.4).
public sealed interface Command {

    /// HELO and EHLO, and those that RFC 5321 §4.1.4 allows at any time.
    sealed interface Anytime extends Command permits Helo, Ehlo, Rset, Noop, Vrfy, Expn, Help, Quit {
        Turn run(State state) throws PeerGone;
    }

    /// After EHLO, while no message is under way.
    sealed interface BetweenMails extends Command permits StartTls, Auth, Mail {
        Turn run(State.Ready state) throws PeerGone;
    }

    /// After MAIL.
    sealed interface WithinMail extends Command permits Rcpt, Data {
        Turn run(State.WithinMail state) throws PeerGone;
    }

    /// @param line without its CRLF
    /// @throws BadCommand with the reply that says what is wrong
    static Command parse(byte[] line) throws BadCommand {
        var in = CommandLine.of(line);
        return Verb.of(in.verb()).parse(in);
    }

    /// Runs this command where it may run, else tells what has to come first. On an exception of any kind the state is
    /// that of [State#afterFailure].
    default Turn runIn(State state) throws PeerGone {
        return switch (new Step(state, this)) {
            case Step(State any, Anytime command) -> command.run(any);
            case Step(State.Ready ready, BetweenMails command) -> command.run(ready);
            case Step(State.WithinMail within, WithinMail command) -> command.run(within);
            case Step(State.Connected connected, Command _) -> Turn.stay(connected, Replies.EHLO_FIRST);
            case Step(State.Ready ready, WithinMail _) -> Turn.stay(ready, Replies.MAIL_FIRST);
            case Step(State.WithinMail within, BetweenMails _) -> Turn.stay(within, Replies.WITHIN_MAIL);
        };
    }

    /// A command and the state it meets.
    record Step(State state, Command command) {}
}
