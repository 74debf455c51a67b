package org.posthorn.smtp.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.dns.Zone;

/// What anybody may publish ends in a verdict: never in an exception, in endless work or in many questions.
class SpfFuzzTest {
    private static final List<String> PIECES = List.of(
            "v=spf1",
            " ",
            "a",
            "mx",
            "ptr",
            "ip4:",
            "ip6:",
            "include:",
            "exists:",
            "redirect=",
            "exp=",
            "all",
            "-",
            "~",
            "?",
            "+",
            ":",
            "/",
            "//",
            "24",
            "192.0.2.1",
            "2001:db8::",
            "%{",
            "}",
            "%",
            "i",
            "s",
            "d2r",
            "L",
            "example.org",
            "..",
            "0",
            "-.",
            "é",
            "x=",
            "\u0000");

    @Test
    void anyRecordEndsInAVerdict() {
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var record = new StringBuilder("v=spf1 ");
            for (int i = random.nextInt(14); i > 0; i--) {
                record.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            var zone = zone(record.toString());
            assertNotNull(check(zone, "198.51.100.1").verdict(), "seed " + seed);
            assertTrue(zone.questions() <= 121, "seed " + seed + ": " + zone.questions() + " questions");
        }
    }

    /// What costs time in proportion to its length, and no more.
    @Test
    void longRecordsAreReadOnce() {
        var long1 = "a".repeat(60_000);
        for (String tail : List.of(
                "a:x." + long1 + "!",
                "a:" + "/1".repeat(30_000),
                "a:" + "x.".repeat(30_000) + "-",
                "exists:" + "%{d}".repeat(15_000),
                "x=" + "%{".repeat(30_000),
                "ip4:" + "1".repeat(60_000),
                "ip6:" + "::".repeat(30_000),
                "ip4:192.0.2.1 ".repeat(4_000))) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> check(zone("v=spf1 " + tail), "198.51.100.1"));
        }
    }

    @Test
    void recordThatIncludesItselfIsAnError() {
        var zone = zone("v=spf1 include:example.org -all");
        assertEquals(SpfVerdict.PERMERROR, check(zone, "198.51.100.1").verdict());
        assertEquals(11, zone.questions());
    }

    /// The mapped form is what a listener on both families sees of an IPv4 client.
    @Test
    void mappedAddressIsIPv4() {
        assertEquals(
                SpfVerdict.PASS,
                check(zone("v=spf1 ip4:192.0.2.0/24 -all"), "::ffff:192.0.2.7").verdict());
    }

    private static Zone zone(String record) {
        return new Zone(Map.of("example.org", List.of(Map.of("TXT", record))));
    }

    private static SpfResult check(Zone zone, String client) {
        return SpfCheck.run(
                zone,
                SpfIdentity.mailFrom(
                        InetAddress.ofLiteral(client),
                        "user@example.org",
                        "helo.example.net",
                        "mx.test",
                        Instant.EPOCH));
    }
}
