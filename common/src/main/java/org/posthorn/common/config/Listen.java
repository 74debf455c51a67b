package org.posthorn.common.config;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which addresses are listened at, per protocol; none turns one off; port 0 takes any free port.
///
/// @param smtp        mail from the internet
/// @param submission  mail from our users, STARTTLS
/// @param submissions mail from our users, implicit TLS
/// @param lmtp        not served yet: empty
/// @param managesieve not served yet: empty
/// @param admin       HTTP: health and the API that the command line uses
public record Listen(
        List<InetSocketAddress> smtp,
        List<InetSocketAddress> submission,
        List<InetSocketAddress> submissions,
        List<InetSocketAddress> lmtp,
        List<InetSocketAddress> imap,
        List<InetSocketAddress> imaps,
        List<InetSocketAddress> pop3,
        List<InetSocketAddress> pop3s,
        List<InetSocketAddress> managesieve,
        List<InetSocketAddress> admin) {

    private static final Form<List<InetSocketAddress>> NOT_YET =
            Form.ADDRESSES.where(List::isEmpty, "this version does not serve it yet; leave it out or write []");

    static final Key<List<InetSocketAddress>> SMTP = at("smtp", "[::]:25", "MX: mail from the internet");
    static final Key<List<InetSocketAddress>> SUBMISSION =
            at("submission", "[::]:587", "Mail from your users: STARTTLS and AUTH");
    static final Key<List<InetSocketAddress>> SUBMISSIONS =
            at("submissions", "[::]:465", "Mail from your users: implicit TLS and AUTH");
    static final Key<List<InetSocketAddress>> LMTP = Key.of("lmtp", NOT_YET, List.of(), "Not served yet");
    static final Key<List<InetSocketAddress>> IMAP = at("imap", "[::]:143", "STARTTLS");
    static final Key<List<InetSocketAddress>> IMAPS = at("imaps", "[::]:993", "Implicit TLS");
    static final Key<List<InetSocketAddress>> POP3 = at("pop3", "[::]:110", "STLS");
    static final Key<List<InetSocketAddress>> POP3S = at("pop3s", "[::]:995", "Implicit TLS");
    static final Key<List<InetSocketAddress>> MANAGESIEVE = Key.of("managesieve", NOT_YET, List.of(), "Not served yet");
    static final Key<List<InetSocketAddress>> ADMIN =
            at("admin", "127.0.0.1:8025", "HTTP: health, and what the posthorn command talks to; keep it local");

    static final Section SECTION = new Section(
            "listen",
            "\"host:port\" strings; [] turns one off; port 0 takes any free one.",
            List.of(SMTP, SUBMISSION, SUBMISSIONS, LMTP, IMAP, IMAPS, POP3, POP3S, MANAGESIEVE, ADMIN));

    public Listen {
        Map<InetSocketAddress, Boolean> taken = new HashMap<>();
        Stream.of(smtp, submission, submissions, lmtp, imap, imaps, pop3, pop3s, managesieve, admin)
                .flatMap(List::stream)
                .filter(address -> address.getPort() != 0)
                .forEach(address -> {
                    if (taken.put(address, true) != null) {
                        throw new IllegalArgumentException(
                                "\"" + HostPort.print(address) + "\" is listed twice; give each its own port");
                    }
                });
    }

    static Listen of(Values values) {
        return new Listen(
                values.get(SMTP),
                values.get(SUBMISSION),
                values.get(SUBMISSIONS),
                values.get(LMTP),
                values.get(IMAP),
                values.get(IMAPS),
                values.get(POP3),
                values.get(POP3S),
                values.get(MANAGESIEVE),
                values.get(ADMIN));
    }

    private static Key<List<InetSocketAddress>> at(String name, String address, String doc) {
        return Key.of(name, Form.ADDRESSES, List.of(address), doc);
    }
}
