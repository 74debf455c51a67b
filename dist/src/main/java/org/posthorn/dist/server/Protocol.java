package org.posthorn.dist.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.posthorn.common.config.Config;
import org.posthorn.common.config.Listen;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.Listener;
import org.posthorn.common.net.Listener.Security;
import org.posthorn.common.net.Session;
import org.posthorn.dist.Version;
import org.posthorn.imap.ImapSession;
import org.posthorn.pop3.Pop3Session;
import org.posthorn.smtp.SmtpSession;
import org.posthorn.storage.MailStore;

/// What is served, how it is called in the configuration, and how its connections behave.
enum Protocol {
    SMTP("smtp", Security.STARTTLS, Family.SMTP, Listen::smtp),
    SUBMISSION("submission", Security.STARTTLS, Family.SMTP, Listen::submission),
    SUBMISSIONS("submissions", Security.IMPLICIT, Family.SMTP, Listen::submissions),
    IMAP("imap", Security.STARTTLS, Family.IMAP, Listen::imap),
    IMAPS("imaps", Security.IMPLICIT, Family.IMAP, Listen::imaps),
    POP3("pop3", Security.STARTTLS, Family.POP3, Listen::pop3),
    POP3S("pop3s", Security.IMPLICIT, Family.POP3, Listen::pop3s);

    /// What listeners of one protocol have in common.
    private enum Family {
        /// RFC 5321 §4.5.3.2.7: the server waits five minutes for a command. RFC 4954 §4: AUTH lines have up
        /// to 12,288 octets, far beyond the 512 of RFC 5321 §4.5.3.1.4.
        SMTP(12_288, Duration.ofMinutes(5), "421 4.3.2 too many connections, try again later\r\n"),
        /// RFC 9051 §5.4: at least 30 minutes. RFC 2683 §3.2.1.5 asks servers for 8,000 octets of line;
        /// sets of UIDs as real clients write them are longer.
        IMAP(65_536, Duration.ofMinutes(30), "* BYE [UNAVAILABLE] too many connections, try again later\r\n"),
        /// RFC 1939 §3: at least 10 minutes. RFC 2449 §4 asks for 255 octets; passwords may be longer.
        POP3(2_048, Duration.ofMinutes(10), "-ERR [SYS/TEMP] too many connections, try again later\r\n");

        private final int lineLimit;
        private final Duration idle;
        private final String refusal;

        Family(int lineLimit, Duration idle, String refusal) {
            this.lineLimit = lineLimit;
            this.idle = idle;
            this.refusal = refusal;
        }
    }

    /// An idle connection with TLS costs about 15 KB here: 20,000 of one listener are 300 MB, so a machine
    /// that has less should be told by its operator's load balancer, and one that has more is not held
    /// back by a few phones.
    private static final int CONNECTIONS = 20_000;

    /// A peer that reads nothing for so long, while something is to be said, is gone.
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(5);

    private final String configName;
    private final Security security;
    private final Family family;
    private final Function<Listen, List<InetSocketAddress>> addresses;

    Protocol(String configName, Security security, Family family, Function<Listen, List<InetSocketAddress>> addresses) {
        this.configName = configName;
        this.security = security;
        this.family = family;
        this.addresses = addresses;
    }

    /// Its key in `[listen]`, also its name in the log.
    String configName() {
        return configName;
    }

    List<InetSocketAddress> addresses(Listen listen) {
        return addresses.apply(listen);
    }

    Listener.Settings settings() {
        return new Listener.Settings(
                configName, security, family.lineLimit, family.idle, WRITE_TIMEOUT, CONNECTIONS, family.refusal);
    }

    /// What a connection of this protocol talks to.
    Function<Connection, Session> sessions(Config config, MailStore store) {
        boolean plaintext = config.auth().allowPlaintext();
        long size = config.limits().messageSize().bytes();
        return switch (family) {
            case SMTP -> {
                var role = this == SMTP ? SmtpSession.Role.MX : SmtpSession.Role.SUBMISSION;
                var settings = new SmtpSession.Settings(config.hostname(), role, plaintext, size, Version.text());
                yield connection -> new SmtpSession(connection, store, settings);
            }
            case IMAP -> {
                var settings =
                        new ImapSession.Settings(config.hostname(), plaintext, size, Version.text(), config.imap());
                yield connection -> new ImapSession(connection, store, settings);
            }
            case POP3 -> {
                var settings = new Pop3Session.Settings(config.hostname(), plaintext, Version.text());
                yield connection -> new Pop3Session(connection, store, settings);
            }
        };
    }
}
