package org.posthorn.dist.bench;

import java.time.Duration;
import java.util.List;

/// What is to be done, and how much of it.
///
/// @param logins at least one; connection `n` is that of login `n`, from the first again when there are fewer
public record Load(Scenario scenario, Target target, List<Login> logins, Shape shape, Bounds bounds, Details details) {
    public static final int MAX_CONNECTIONS = 20_000;
    public static final int MAX_SIZE = 64 << 20;
    public static final int MAX_RECIPIENTS = 1_000;
    public static final Duration MAX_TIME = Duration.ofHours(1);

    /// What the server is asked for.
    public enum Scenario {
        /// Messages over SMTP, into the logins' mailboxes.
        SMTP,
        /// IMAP APPEND into the mailbox.
        APPEND,
        /// Connect, LOGIN, SELECT, LOGOUT.
        LOGIN,
        /// FETCH 1:* of the items.
        FETCH,
        /// STORE of one flag on one message.
        STORE,
        /// A whole POP3 session: all messages of the login.
        POP3,
        /// Connections in IDLE; then an APPEND, until all those of its login were told EXISTS.
        IDLE
    }

    /// One account of the server.
    public record Login(String address, String password) {
        @Override
        public String toString() {
            return "Login[" + address + "]";
        }
    }

    /// @param connections at once
    /// @param size        of a message in octets
    /// @param recipients  of a message
    public record Shape(int connections, int size, int recipients) {
        public Shape {
            check("connections", connections, MAX_CONNECTIONS);
            check("size", size, MAX_SIZE);
            check("recipients", recipients, MAX_RECIPIENTS);
            if (size < Letter.SMALLEST) {
                throw new IllegalArgumentException("a message has at least " + Letter.SMALLEST + " octets");
            }
        }

        private static void check(String name, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException(name + " must be 1 to " + most);
            }
        }
    }

    /// The load ends when either is reached.
    ///
    /// @param operations by all connections together
    public record Bounds(long operations, Duration time) {
        public Bounds {
            if (operations < 1 || time.isNegative() || time.isZero() || time.compareTo(MAX_TIME) > 0) {
                throw new IllegalArgumentException("at least one operation, and no longer than an hour");
            }
        }
    }

    /// @param mailbox       of the IMAP scenarios
    /// @param items         of FETCH
    /// @param authenticated SMTP with AUTH, as submission asks for
    /// @param sharing       whether all connections use the first login
    public record Details(String mailbox, String items, boolean authenticated, Sharing sharing) {}

    /// Whose mailboxes the connections use.
    public enum Sharing {
        OWN,
        SHARED
    }

    public Load {
        if (logins.isEmpty()) {
            throw new IllegalArgumentException("needs at least one account");
        }
        if (shape.recipients() > logins.size()) {
            throw new IllegalArgumentException(
                    "needs as many accounts as a message has recipients, " + shape.recipients());
        }
        logins = List.copyOf(logins);
    }

    Login login(int connection) {
        return details.sharing() == Sharing.SHARED ? logins.getFirst() : logins.get(connection % logins.size());
    }
}
