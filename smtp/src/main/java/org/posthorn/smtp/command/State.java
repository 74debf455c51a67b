package org.posthorn.smtp.command;

import java.util.Optional;
import org.posthorn.smtp.receive.Hello;
import org.posthorn.smtp.receive.Transaction;
import org.posthorn.storage.directory.Directory;

/// Where a session stands. The changes that there are:
///
///     Connected ── EHLO ──▶ Greeted ── AUTH ──▶ Authenticated
///         ▲                    │  └──── MAIL ──┐   │ MAIL
///         └───── STARTTLS ─────┘               ▼   ▼
///                                            WithinMail ── DATA, RSET, EHLO ──▶ back to where MAIL was sent
///
public sealed interface State {

    Client client();

    /// The state without the message under way, if there is one: what RSET leads to (RFC 5321 §4.1.1.5).
    State withoutMail();

    /// Where a command leaves the session that ended in an exception. DATA ends the message whatever came of it
    /// (RFC 5321 §4.1.1.4); any other is as if it had not been sent.
    default State afterFailure(Command command) {
        return command instanceof Data ? withoutMail() : this;
    }

    /// Nothing said yet, or TLS just begun.
    record Connected(Client client) implements State {
        @Override
        public State withoutMail() {
            return this;
        }
    }

    /// A message can begin.
    sealed interface Ready extends State permits Greeted, Authenticated {
        Hello hello();

        /// Who authenticated, if anybody did.
        Optional<Directory.Entry> user();

        /// EHLO again (RFC 5321 §4.1.4); who is authenticated stays so.
        Ready greetedAnew(Hello hello);

        @Override
        default State withoutMail() {
            return this;
        }
    }

    record Greeted(Client client, Hello hello) implements Ready {
        @Override
        public Optional<Directory.Entry> user() {
            return Optional.empty();
        }

        @Override
        public Ready greetedAnew(Hello hello) {
            return new Greeted(client, hello);
        }
    }

    record Authenticated(Client client, Hello hello, Directory.Entry account) implements Ready {
        @Override
        public Optional<Directory.Entry> user() {
            return Optional.of(account);
        }

        @Override
        public Ready greetedAnew(Hello hello) {
            return new Authenticated(client, hello, account);
        }
    }

    /// A message is under way: MAIL was taken.
    record WithinMail(Ready before, Transaction transaction) implements State {
        @Override
        public Client client() {
            return before.client();
        }

        @Override
        public State withoutMail() {
            return before;
        }
    }
}
