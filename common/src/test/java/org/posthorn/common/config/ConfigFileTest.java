package org.posthorn.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void hostnameAloneGivesEveryDefault() throws Exception {
        Config config = read("hostname = \"MX.example.org\"");
        assertEquals("mx.example.org", config.hostname());
        assertEquals(Path.of("/var/lib/posthorn"), config.data());
        Listen listen = new Listen(
                at("::", 25),
                at("::", 587),
                at("::", 465),
                List.of(),
                at("::", 143),
                at("::", 993),
                at("::", 110),
                at("::", 995),
                List.of(),
                at("127.0.0.1", 8025));
        assertEquals(listen, config.listen());
        assertEquals(new Tls(Optional.empty(), Optional.empty()), config.tls());
        assertEquals(new Auth(false), config.auth());
        assertEquals(new Limits(new ByteSize(50L << 20)), config.limits());
        assertEquals(new Storage(Optional.empty(), Duration.ofDays(14)), config.storage());
        assertEquals(Storage.DEFAULTS, config.storage());
        assertEquals(new Imap(Set.of(), Map.of(), Map.of()), config.imap());
        assertEquals(Imap.DEFAULTS, config.imap());
        Outbound outbound = new Outbound(
                Optional.empty(),
                List.of(),
                List.of(),
                Stream.of(5, 10, 20, 40, 60, 120, 240).map(Duration::ofMinutes).toList(),
                Duration.ofDays(5),
                false);
        assertEquals(outbound, config.outbound());
        assertEquals(Outbound.DEFAULTS, config.outbound());
    }

    @Test
    void everyKeyReachesItsComponent() throws Exception {
        Config config = read("""
            hostname = "a.test"
            data = "mail"
            [listen]
            smtp = ["127.0.0.1:1", "[::1]:2"]
            submission = ["127.0.0.1:3"]
            submissions = ["127.0.0.1:4"]
            lmtp = []
            imap = ["localhost:0"]
            imaps = ["127.0.0.1:0"]
            pop3 = []
            pop3s = ["[fe80::1]:7"]
            managesieve = []
            admin = ["127.0.0.1:8"]
            [tls]
            certificate = "chain.pem"
            key = "/etc/key.pem"
            [auth]
            allow_plaintext = true
            [limits]
            message_size = "1MiB"
            [storage]
            memory = "2 GiB"
            keep_deleted = "0 s"
            [imap]
            hide = ["UIDONLY", "utf8=accept"]
            hide_from = {Outlook = ["notify"], "iPhone Mail" = ["CONDSTORE"]}
            annotations = {"/Shared/comment" = "ours", "/shared/admin" = "tel:+4930123"}
            [outbound]
            relay = "relay.example.org:587"
            bind = ["192.0.2.1", "2001:db8::1"]
            resolver = ["192.0.2.53:53"]
            retry = ["2s", "1 m"]
            give_up_after = "14 d"
            allow_loopback = true
            """);
        assertEquals("a.test", config.hostname());
        assertEquals(folder.resolve("mail"), config.data());
        Listen listen = new Listen(
                List.of(new InetSocketAddress("127.0.0.1", 1), new InetSocketAddress("::1", 2)),
                at("127.0.0.1", 3),
                at("127.0.0.1", 4),
                List.of(),
                at("127.0.0.1", 0),
                at("127.0.0.1", 0),
                List.of(),
                at("fe80::1", 7),
                List.of(),
                at("127.0.0.1", 8));
        assertEquals(listen, config.listen());
        assertEquals(
                new Tls(Optional.of(folder.resolve("chain.pem")), Optional.of(Path.of("/etc/key.pem"))), config.tls());
        assertEquals(new Auth(true), config.auth());
        assertEquals(new Limits(new ByteSize(1 << 20)), config.limits());
        assertEquals(new Storage(Optional.of(new ByteSize(2L << 30)), Duration.ZERO), config.storage());
        assertEquals(
                new Imap(
                        Set.of("UIDONLY", "UTF8=ACCEPT"),
                        Map.of("Outlook", Set.of("NOTIFY"), "iPhone Mail", Set.of("CONDSTORE", "QRESYNC")),
                        Map.of("/shared/comment", "ours", "/shared/admin", "tel:+4930123")),
                config.imap());
        Outbound outbound = new Outbound(
                Optional.of(new HostPort("relay.example.org", 587)),
                List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
                at("192.0.2.53", 53),
                List.of(Duration.ofSeconds(2), Duration.ofMinutes(1)),
                Duration.ofDays(14),
                true);
        assertEquals(outbound, config.outbound());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("data = \"x\"", ": hostname: is missing; add for example hostname = \"mx.example.org\""),
                Arguments.of("hostname = 5", ":1: hostname: 5: must be a host name in quotes"),
                Arguments.of(
                        "hostname = \"-a\"", ":1: hostname: \"-a\": must be a host name such as \"mx.example.org\""),
                Arguments.of(
                        "hostname = \"bücher.example\"",
                        ":1: hostname: \"bücher.example\": must be a host name such as \"mx.example.org\","
                                + " with other letters in their xn-- form"),
                withHost("dta = \"x\"", ":2: dta: unknown key; did you mean data?"),
                withHost("colour = 1", ":2: colour: unknown key"),
                withHost(
                        "[limits]\nmesage_size = \"1 MiB\"",
                        ":3: [limits] mesage_size: unknown key; did you mean message_size?"),
                withHost(
                        "[auth]\nmessage_size = \"1 MiB\"",
                        ":3: [auth] message_size: unknown key; did you mean [limits] message_size?"),
                withHost(
                        "[imap]\nhide = [\"PARTAL\"]",
                        ":3: [imap] hide: \"PARTAL\": is no capability that can be hidden; did you mean PARTIAL?"),
                withHost(
                        "[imap]\nhide = [\"STARTTLS\"]",
                        ":3: [imap] hide: \"STARTTLS\": is no capability that can be hidden"),
                withHost(
                        "[imap]\nannotations = {\"/private/comment\" = \"x\"}",
                        ":3: [imap] annotations: /private/comment: \"/private/comment\": must begin with /shared/,"
                                + " such as \"/shared/comment\""),
                withHost(
                        "[imap.annotations]\n\"/shared/comment\" = 1",
                        ":2: [imap] annotations: /shared/comment: 1: must be text in quotes"),
                withHost(
                        "[imap]\nannotations = {\"/shared/admin\" = \"me\"}",
                        ":2: [imap] annotations: /shared/admin must be a URI such as"
                                + " \"mailto:postmaster@example.org\""),
                withHost(
                        "[imap]\nhide_from = {\"Outlook\" = [\"NOTFY\"]}",
                        ":3: [imap] hide_from: Outlook: \"NOTFY\": is no capability that can be hidden; did you mean"
                                + " NOTIFY?"),
                withHost(
                        "[imap]\nannotations = \"x\"",
                        ":3: [imap] annotations: \"x\": must be a table such as {\"/shared/admin\" ="
                                + " \"mailto:postmaster@example.org\"}"),
                withHost("[limit]\nx = 1", ":2: [limit]: unknown section; did you mean [limits]?"),
                withHost("limits = 1", ":2: limits: is a section; write [limits] and its keys below it"),
                withHost(
                        "[listen]\nsmtp = [\"127.0.0.1:99999\"]",
                        ":3: [listen] smtp: \"127.0.0.1:99999\": the port must be 0 to 65535"),
                withHost(
                        "[listen]\nsmtp = 25",
                        ":3: [listen] smtp: 25: must be a list of \"host:port\" strings, such as [\"[::]:25\"]"),
                withHost(
                        "[listen]\nsmtp = [\"25\"]",
                        ":3: [listen] smtp: \"25\": must be \"host:port\", an IPv6 address in brackets,"
                                + " such as \"[::]:25\" or \"127.0.0.1:25\""),
                withHost(
                        "[listen]\nimap = [\"mail.example.org:143\"]",
                        ":3: [listen] imap: \"mail.example.org:143\": needs an IP address (or localhost),"
                                + " not the name \"mail.example.org\""),
                withHost(
                        "[listen]\nimap = [\"300.0.0.1:143\"]",
                        ":3: [listen] imap: \"300.0.0.1:143\": \"300.0.0.1\" is no IP address"),
                withHost(
                        "[listen]\nlmtp = [\"127.0.0.1:24\"]",
                        ":3: [listen] lmtp: [127.0.0.1:24]: this version does not serve it yet;"
                                + " leave it out or write []"),
                withHost(
                        "[listen]\nimap = [\"127.0.0.1:25\"]\nsmtp = [\"127.0.0.1:25\"]",
                        ":2: [listen] \"127.0.0.1:25\" is listed twice; give each its own port"),
                withHost(
                        "[tls]\nkey = \"k.pem\"",
                        ":2: [tls] certificate and key belong together; certificate is missing"),
                withHost(
                        "[auth]\nallow_plaintext = \"yes\"",
                        ":3: [auth] allow_plaintext: \"yes\": must be true or false, without quotes"),
                withHost(
                        "[limits]\nmessage_size = \"50 MB\"",
                        ":3: [limits] message_size: \"50 MB\": a size is a whole number and one of"
                                + " B, KiB, MiB, GiB, TiB, such as \"50 MiB\""),
                withHost(
                        "[limits]\nmessage_size = \"1 KiB\"",
                        ":3: [limits] message_size: \"1 KiB\": must be 64 KiB to 2047 MiB"),
                withHost("[outbound]\nretry = []", ":3: [outbound] retry: []: must name at least one duration"),
                withHost("[outbound]\nretry = [\"0 s\"]", ":3: [outbound] retry: \"0 s\": must be longer than nothing"),
                withHost(
                        "[outbound]\nrelay = \"smarthost\"",
                        ":3: [outbound] relay: \"smarthost\": must be \"host:port\", an IPv6 address in brackets,"
                                + " such as \"[::]:25\" or \"127.0.0.1:25\""),
                Arguments.of("hostname = ", ":1: Unexpected end of input, expected a value"));
    }

    private static Arguments withHost(String lines, String problem) {
        return Arguments.of("hostname = \"a.test\"\n" + lines, problem);
    }

    @ParameterizedTest
    @MethodSource
    void refused(String text, String problem) {
        ConfigRefused refused = assertThrows(ConfigRefused.class, () -> read(text));
        assertEquals(List.of(file() + problem), refused.problems());
    }

    @Test
    void everyProblemIsToldAtOnceInTheOrderOfTheLines() {
        ConfigRefused refused = assertThrows(ConfigRefused.class, () -> read("""
            dat = "x"
            [listen]
            smtp = ["a:1", "127.0.0.1:70000"]
            [limits]
            message_size = 5
            mesage_size = "1 MiB"
            [auth]
            allow = true
            """));
        List<String> where = refused.problems().stream()
                .map(problem -> problem.substring(file().toString().length()))
                .map(problem -> problem.substring(0, problem.indexOf(": ", 2)))
                .toList();
        assertEquals(List.of(": hostname", ":1", ":3", ":3", ":5", ":6", ":8"), where);
    }

    @Test
    void aFileThatIsNotThereSaysHowToMakeOne() {
        Path missing = folder.resolve("none.toml");
        ConfigRefused refused = assertThrows(ConfigRefused.class, () -> ConfigFile.read(missing));
        assertEquals(
                missing + ": no such file; make one with: posthorn init --config " + missing, refused.getMessage());
    }

    @Test
    void whatInitWritesIsReadBackAndNamesEveryKey() throws Exception {
        String plain = new ConfigText("mx.example.org").toString();
        assertEquals(read("hostname = \"mx.example.org\""), read(plain));
        for (Section section : Schema.SECTIONS) {
            for (String key : section.keyNames()) {
                assertTrue(plain.contains("\n# " + key + " = ") || plain.contains("\n" + key + " = "), key);
            }
        }
        String uncommented = plain.replaceAll("(?m)^# ([a-z_0-9]+ = )", "$1");
        assertEquals(read("hostname = \"mx.example.org\""), read(uncommented));
    }

    @Test
    void settingsGoIntoTheText() throws Exception {
        String text = new ConfigText("mx.example.org")
                .set("", "data", "da\"ta")
                .set("listen", "smtp", List.of("127.0.0.1:0", "[::1]:0"))
                .set("auth", "allow_plaintext", true)
                .toString();
        Config config = read(text);
        assertEquals(folder.resolve("da\"ta"), config.data());
        assertEquals(2, config.listen().smtp().size());
        assertTrue(config.auth().allowPlaintext());
        ConfigText unchanged = new ConfigText("mx.example.org");
        assertThrows(IllegalArgumentException.class, () -> unchanged.set("auth", "allow", true));
        assertThrows(IllegalArgumentException.class, () -> unchanged.set("auth", "allow_plaintext", "yes"));
    }

    private Path file() {
        return folder.resolve("posthorn.toml");
    }

    private Config read(String text) throws ConfigRefused, IOException {
        Files.writeString(file(), text);
        return ConfigFile.read(file());
    }

    private static List<InetSocketAddress> at(String host, int port) {
        return List.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    }
}
