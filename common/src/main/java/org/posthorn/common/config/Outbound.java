package org.posthorn.common.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How mail leaves for other servers. Checked, and not used yet: mail for other domains is refused.
///
/// @param relay         the host that takes all of it; empty: by MX
/// @param bind          source addresses; empty: the system's choice
/// @param resolver      DNS servers; empty: the system's
/// @param retry         waits between attempts, not empty; the last one repeats
/// @param giveUpAfter   then the sender is told
/// @param allowLoopback whether to deliver to loopback and private addresses
public record Outbound(
        Optional<HostPort> relay,
        List<InetAddress> bind,
        List<InetSocketAddress> resolver,
        List<Duration> retry,
        Duration giveUpAfter,
        boolean allowLoopback) {
    private static final Form<Duration> WAIT = Form.DURATION.where(Duration::isPositive, "must be longer than nothing");

    static final Key<Optional<HostPort>> RELAY = Key.of(
            "relay",
            Form.optional(Form.HOST_PORT.where(relay -> relay.port() > 0, "the port must be 1 to 65535")),
            "",
            "\"host:port\" of a smarthost that takes all mail for other domains. Empty: by MX.");
    static final Key<List<InetAddress>> BIND = Key.of(
            "bind",
            Form.listOf(Form.IP, "IP addresses, such as [\"192.0.2.1\"]"),
            List.of(),
            "Source addresses. Empty: the system's choice.");
    static final Key<List<InetSocketAddress>> RESOLVER = Key.of(
            "resolver",
            Form.listOf(Form.ADDRESS, "\"ip:port\" strings, such as [\"192.0.2.53:53\"]"),
            List.of(),
            "DNS servers. Empty: the system's.");
    static final Key<List<Duration>> RETRY = Key.of(
            "retry",
            Form.listOf(WAIT, "durations, such as [\"5 m\", \"1 h\"]")
                    .where(waits -> !waits.isEmpty(), "must name at least one duration"),
            List.of("5 m", "10 m", "20 m", "40 m", "1 h", "2 h", "4 h"),
            "Waits between attempts; the last one repeats.");
    static final Key<Duration> GIVE_UP_AFTER = Key.of(
            "give_up_after", WAIT, "5 d", "After this the sender is told that a message could not be delivered.");
    static final Key<Boolean> ALLOW_LOOPBACK = Key.of(
            "allow_loopback",
            Form.SWITCH,
            false,
            "Deliver to loopback and private addresses: only for tests and labs.");

    static final Section SECTION = new Section(
            "outbound",
            "Not used yet: this version delivers to its own accounts and refuses mail for other domains.",
            List.of(RELAY, BIND, RESOLVER, RETRY, GIVE_UP_AFTER, ALLOW_LOOPBACK));

    /// What holds when the file says nothing of it.
    public static final Outbound DEFAULTS = new Outbound(
            RELAY.otherwise(),
            BIND.otherwise(),
            RESOLVER.otherwise(),
            RETRY.otherwise(),
            GIVE_UP_AFTER.otherwise(),
            ALLOW_LOOPBACK.otherwise());

    static Outbound of(Values values) {
        return new Outbound(
                values.get(RELAY),
                values.get(BIND),
                values.get(RESOLVER),
                values.get(RETRY),
                values.get(GIVE_UP_AFTER),
                values.get(ALLOW_LOOPBACK));
    }
}
