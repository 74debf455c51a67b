package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslServer;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A name and a password, from LOGIN or AUTHENTICATE.
record LoginAttempt(Tag tag, SaslServer.Password claim) {
    private static final Logger log = LoggerFactory.getLogger(LoginAttempt.class);
    private static final int MAX_FAILURES = 4;

    /// Lets the client in, or answers all failures alike and late: whether the account exists is not to be learned
    /// (P6).
    Reply run(Dialogue dialogue) throws PeerGone {
        var store = dialogue.service().store();
        var entry = store.directory()
                .authenticate(claim.login(), claim.password())
                .filter(account -> claim.actsAs(account.address()));
        if (entry.isEmpty()) {
            return failed(dialogue);
        }
        try {
            var hidden = store.directory().hidden(entry.get().address());
            dialogue.loggedIn(store.account(entry.get().id()), hidden);
        } catch (Refused removedMeanwhile) {
            return failed(dialogue);
        }
        log("logged in", dialogue);
        return Reply.ok(tag, "CAPABILITY " + dialogue.capabilities(), "welcome");
    }

    private Reply failed(Dialogue dialogue) throws PeerGone {
        log("login failed", dialogue);
        int failures = dialogue.loginFailed();
        dialogue.service().penalty().serve();
        if (failures >= MAX_FAILURES) {
            dialogue.sayGoodbye("too many failed logins");
        }
        return Reply.no(tag, "AUTHENTICATIONFAILED", "name or password is wrong"); // RFC 5530 §3
    }

    private void log(String event, Dialogue dialogue) {
        var connection = dialogue.connection();
        log.atInfo()
                .addKeyValue("conn", connection.id())
                .addKeyValue("remote", connection.remote().getAddress().getHostAddress())
                .addKeyValue("login", claim.login())
                .addKeyValue("tls", connection.tls().isPresent())
                .log(event);
    }
}
