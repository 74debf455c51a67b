package org.posthorn.smtp.command;

import java.util.Optional;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;

/// How much nonsense a session may send before it is ended. Each bound is far beyond what a client in order needs. For
/// the connection's command thread.
public final class Patience {
    static final int ERRORS = 20;
    static final int FAILED_LOGINS = 3;
    static final int REFUSED_RECIPIENTS = 100;
    static final int IDLE_COMMANDS = 200;

    private int errors;
    private int failedLogins;
    private int refusedRecipients;
    private int idleCommands;

    /// Counts the reply to a command.
    ///
    /// @return what to say in its place when enough is enough
    public Optional<Reply> spend(Command command, Reply reply) {
        return switch (command) {
            case Rcpt _ -> reply.code() >= 500 ? recipientRefused() : Optional.empty();
            case Data _ -> reply.refuses() ? error(reply) : mailTaken();
            case Auth _ -> reply == Replies.AUTH_FAILED ? loginFailed() : error(reply);
            case Mail _ -> error(reply);
            case Helo _, Ehlo _, StartTls _, Rset _, Noop _, Vrfy _, Expn _, Help _ -> idle(reply);
            case Quit _ -> Optional.empty();
        };
    }

    /// Counts a line that was no command.
    public Optional<Reply> spendOnError() {
        return ++errors >= ERRORS ? Optional.of(Replies.TOO_MANY_ERRORS) : Optional.empty();
    }

    private Optional<Reply> error(Reply reply) {
        return reply.code() >= 500 ? spendOnError() : Optional.empty();
    }

    private Optional<Reply> recipientRefused() {
        // A list may have lost a few readers; somebody who guesses names has far more misses.
        return ++refusedRecipients >= REFUSED_RECIPIENTS ? Optional.of(Replies.TOO_MANY_ERRORS) : Optional.empty();
    }

    private Optional<Reply> loginFailed() {
        return ++failedLogins >= FAILED_LOGINS ? Optional.of(Replies.TOO_MANY_FAILED_LOGINS) : Optional.empty();
    }

    private Optional<Reply> idle(Reply reply) {
        return ++idleCommands > IDLE_COMMANDS ? Optional.of(Replies.TOO_MANY_COMMANDS) : error(reply);
    }

    private Optional<Reply> mailTaken() {
        errors = 0;
        refusedRecipients = 0;
        idleCommands = 0;
        return Optional.empty();
    }
}
