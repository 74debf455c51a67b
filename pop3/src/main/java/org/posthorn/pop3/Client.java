package org.posthorn.pop3;

import java.util.Optional;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.Output;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.Penalty;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client of one session. For the connection's command thread.
final class Client {
    private static final Logger log = LoggerFactory.getLogger(Client.class);
    private static final int FAILED_LOGINS = 3;

    private final Connection connection;
    private final MailStore store;
    private final Pop3Session.Settings settings;
    private final Penalty penalty;
    private int failedLogins;
    private boolean withinAnswer;

    Client(Connection connection, MailStore store, Pop3Session.Settings settings, Penalty penalty) {
        this.connection = connection;
        this.store = store;
        this.settings = settings;
        this.penalty = penalty;
    }

    Connection connection() {
        return connection;
    }

    Output out() {
        return connection.out();
    }

    /// Begins an answer of several lines; [#end()] ends it.
    Output begin(Reply reply) throws PeerGone {
        withinAnswer = true;
        reply.writeTo(out());
        return out();
    }

    void end() throws PeerGone {
        out().ascii(".").crlf();
        withinAnswer = false;
    }

    /// Whether an answer was begun and not ended: whatever is written now, the client takes for a part of it.
    boolean withinAnswer() {
        return withinAnswer;
    }

    Pop3Session.Settings settings() {
        return settings;
    }

    /// Whether a password may be sent as things stand (P6).
    boolean mayAuthenticate() {
        return connection.tls().isPresent() || settings.allowPlaintext();
    }

    Optional<Directory.Entry> authenticate(String login, String password) {
        return store.directory().authenticate(login, password);
    }

    /// PASS and AUTH end here: with the account's INBOX, or with the same refusal whatever was wrong.
    ///
    /// @param login what the client called itself, for the log
    Turn logIn(State.Authorization state, String login, Optional<Directory.Entry> proven) throws PeerGone {
        if (proven.isEmpty()) {
            log.atInfo()
                    .addKeyValue("conn", connection.id())
                    .addKeyValue("login", login)
                    .addKeyValue("remote", connection.remote().getAddress().getHostAddress())
                    .log("login failed");
            penalty.serve();
            var last = ++failedLogins >= FAILED_LOGINS;
            return last ? Turn.end(state, Reply.AUTH_FAILED) : Turn.to(state.anew(), Reply.AUTH_FAILED);
        }
        var account = proven.get();
        var maildrop = Maildrop.open(store.account(account.id()));
        log.atInfo()
                .addKeyValue("conn", connection.id())
                .addKeyValue("login", login)
                .addKeyValue("remote", connection.remote().getAddress().getHostAddress())
                .addKeyValue("tls", connection.tls().map(tls -> tls.protocol()).orElse("-"))
                .addKeyValue("messages", maildrop.count())
                .log("logged in");
        return Turn.to(new State.Transaction(this, maildrop), Reply.ok(maildrop.count() + " messages"));
    }
}
