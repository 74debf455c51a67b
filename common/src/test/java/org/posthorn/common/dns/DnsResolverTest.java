package org.posthorn.common.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;

class DnsResolverTest {
    private static final int TTL = 600;
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private DnsServer server;
    private DnsResolver resolver;

    @BeforeEach
    void start() throws Exception {
        var zone = Name.fromString("example.org.");
        server = new DnsServer(
                new SOARecord(zone, DClass.IN, TTL, zone, zone, 1, 1, 1, 1, TTL),
                new MXRecord(zone, DClass.IN, TTL, 10, Name.fromString("MX.example.org.")),
                new MXRecord(Name.fromString("nomail.example.org."), DClass.IN, TTL, 0, Name.root),
                new ARecord(Name.fromString("mx.example.org."), DClass.IN, TTL, InetAddress.ofLiteral("192.0.2.1")),
                new AAAARecord(
                        Name.fromString("mx.example.org."), DClass.IN, TTL, InetAddress.ofLiteral("2001:db8::1")),
                new PTRRecord(
                        Name.fromString("1.2.0.192.in-addr.arpa."), DClass.IN, TTL, Name.fromString("MX.Example.org.")),
                new TXTRecord(zone, DClass.IN, TTL, List.of("v=spf1 ", "-all")),
                new TXTRecord(
                        Name.fromString("long.example.org."),
                        DClass.IN,
                        TTL,
                        List.of("x".repeat(255), "y".repeat(255), "z".repeat(255))));
        resolver = new DnsResolver(List.of(server.address()), DEADLINE);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void readsEachKindOfRecord() throws Exception {
        var address = InetAddress.ofLiteral("192.0.2.1");
        assertEquals(
                List.of(new MailExchanger(10, "mx.example.org")),
                resolver.mailExchangers("example.org").records());
        assertEquals(
                List.of(new MailExchanger(0, "")),
                resolver.mailExchangers("nomail.example.org").records());
        assertEquals(
                List.of(address),
                resolver.addresses("mx.example.org", AddressFamily.IPV4).records());
        assertEquals(
                List.of(InetAddress.ofLiteral("2001:db8::1")),
                resolver.addresses("mx.example.org.", AddressFamily.IPV6).records());
        assertEquals(List.of("mx.example.org"), resolver.names(address).records());
        assertEquals(List.of("v=spf1 -all"), resolver.txt("example.org").records());
    }

    @Test
    void tellsNoSuchNameFromNoSuchRecord() {
        assertEquals(new Answer.Absent<String>(false), resolver.txt("nobody.example.org"));
        assertEquals(new Answer.Absent<String>(true), resolver.txt("mx.example.org"));
    }

    @Test
    void nameThatCanNotBeOneIsAbsent() {
        assertEquals(new Answer.Absent<String>(false), resolver.txt("a..example.org"));
        assertEquals(new Answer.Absent<String>(false), resolver.txt("x".repeat(64) + ".example.org"));
        assertEquals(List.of(), server.questions());
    }

    /// Servers that did not ask again by TCP stood still for whole top-level domains.
    @Test
    void asksAgainByTcpWhatDoesNotFit() {
        assertEquals(765, resolver.txt("long.example.org").records().get(0).length());
        assertTrue(
                server.questions().contains("tcp long.example.org. TXT"),
                server.questions().toString());
    }

    @Test
    void remembersWhatWasSaid() {
        resolver.txt("example.org");
        resolver.txt("EXAMPLE.org.");
        resolver.txt("nobody.example.org");
        resolver.txt("nobody.example.org");
        assertEquals(List.of("udp example.org. TXT", "udp nobody.example.org. TXT"), server.questions());
    }

    @Test
    void failureIsNoAnswer() throws Exception {
        assertInstanceOf(Answer.Failed.class, resolver.txt("broken.example.org"));
        var hasty = new DnsResolver(List.of(server.address()), Duration.ofMillis(300));
        assertInstanceOf(Answer.Failed.class, hasty.txt("silent.example.org"));
    }

    @Test
    void anotherServerIsAskedWhenOneIsSilent() throws Exception {
        var dead = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        var two = new DnsResolver(List.of(dead, server.address()), DEADLINE);
        assertEquals(List.of("v=spf1 -all"), two.txt("example.org").records());
    }
}
