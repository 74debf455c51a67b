package org.posthorn.smtp.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.smtp.dns.Zone;

/// What we sign, and what becomes of it when somebody changes the mail, the key or the signature.
class DkimSignerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TEXT = """
        From: Alice <alice@example.org>
        To: bob@example.net
        Subject: Dinner?
        Date: Thu, 1 Jan 2026 00:00:00 +0000
        Message-ID: <1@example.org>

        Hi Bob,

        are you hungry?

        """;

    private static KeyPair rsa;
    private static KeyPair ed25519;

    @BeforeAll
    static void keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        rsa = generator.generateKeyPair();
        ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static KeyPair pair(DkimAlgorithm algorithm) {
        return algorithm == DkimAlgorithm.RSA_SHA256 ? rsa : ed25519;
    }

    private static String record(DkimAlgorithm algorithm) {
        byte[] encoded = pair(algorithm).getPublic().getEncoded();
        byte[] octets = algorithm == DkimAlgorithm.RSA_SHA256
                ? encoded
                : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "v=DKIM1; k=" + algorithm.keyType() + "; p="
                + Base64.getEncoder().encodeToString(octets);
    }

    private static Zone zone(String record) {
        return new Zone(Map.of("s1._domainkey.example.org", List.of(Map.of("TXT", record))));
    }

    private static String signed(DkimAlgorithm algorithm) {
        var mail = Mail.of(TEXT);
        var signing =
                new DkimSigner("example.org", "s1", algorithm, pair(algorithm).getPrivate()).begin();
        signing.body(ByteBuffer.wrap(mail.body()));
        return signing.finish(mail.header(), NOW) + TEXT.replace("\n", "\r\n");
    }

    private static DkimResult verify(String mail, String record) {
        return Mail.of(mail).verify(zone(record), NOW).get(0);
    }

    private static void assertVerdict(DkimVerdict verdict, String reason, String mail, String record) {
        var result = verify(mail, record);
        assertEquals(verdict, result.verdict(), result.reason());
        assertTrue(result.reason().contains(reason), result.reason());
    }

    @ParameterizedTest
    @EnumSource
    void whatWeSignIsVerified(DkimAlgorithm algorithm) {
        var result = verify(signed(algorithm), record(algorithm));
        assertEquals(DkimVerdict.PASS, result.verdict(), result.reason());
        assertEquals("example.org", result.signature().orElseThrow().domain());
        signed(algorithm).lines().forEach(line -> assertTrue(line.length() <= 78, line));
    }

    @ParameterizedTest
    @EnumSource
    void whatRelaysMayChangeHarmsNothing(DkimAlgorithm algorithm) {
        String mail = signed(algorithm);
        for (var changed : List.of(
                mail.replace("Subject: Dinner?", "SUBJECT:   Dinner?  "),
                mail.replace("To: bob", "To:\r\n\tbob"),
                mail.replace("hungry?\r\n", "hungry?  \r\n\r\n\r\n"),
                "Received: from a by b\r\n" + mail)) {
            assertEquals(DkimVerdict.PASS, verify(changed, record(algorithm)).verdict(), changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyMayChange(DkimAlgorithm algorithm) {
        String mail = signed(algorithm);
        String record = record(algorithm);
        assertVerdict(DkimVerdict.FAIL, "the body", mail.replace("hungry", "angry"), record);
        assertVerdict(DkimVerdict.FAIL, "the header", mail.replace("Dinner", "Lunch"), record);
        assertVerdict(DkimVerdict.FAIL, "the header", mail.replace("s=s1; t=1767225600", "s=s1; t=1767225601"), record);
        // Another From, To or Subject that a reader may show instead (RFC 6376 §8.15).
        assertVerdict(DkimVerdict.FAIL, "the header", "From: eve@example.com\r\n" + mail, record);
        assertVerdict(DkimVerdict.FAIL, "the header", mail.replace("\r\n\r\nHi", "\r\nSubject: Re\r\n\r\nHi"), record);
        assertVerdict(
                DkimVerdict.FAIL,
                "",
                mail,
                record(algorithm).replace("p=", "p=").replaceAll("p=.*", "p=" + other(algorithm)));
    }

    private static String other(DkimAlgorithm algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm == DkimAlgorithm.RSA_SHA256 ? "RSA" : "Ed25519");
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(
                            algorithm == DkimAlgorithm.RSA_SHA256
                                    ? encoded
                                    : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// RFC 6376 §3.6.1, RFC 8301 §3.2: what a key's record may say.
    @Test
    void rulesOfKeys() throws Exception {
        String mail = signed(DkimAlgorithm.RSA_SHA256);
        String record = record(DkimAlgorithm.RSA_SHA256);
        String key = record.substring(record.indexOf("p="));
        assertVerdict(DkimVerdict.PASS, "", mail, key);
        assertVerdict(DkimVerdict.PASS, "", mail, "v=DKIM1; h=sha1:sha256; s=email; n=a note; x_new=1; " + key);
        assertVerdict(DkimVerdict.PASS, "", mail, "t=s; " + key);
        assertVerdict(DkimVerdict.PERMERROR, "revoked", mail, "v=DKIM1; p=");
        assertVerdict(DkimVerdict.PERMERROR, "version", mail, "k=rsa; v=DKIM1; " + key);
        assertVerdict(DkimVerdict.PERMERROR, "version", mail, "v=DKIM2; " + key);
        assertVerdict(DkimVerdict.PERMERROR, "SHA-256", mail, "h=sha1; " + key);
        assertVerdict(DkimVerdict.PERMERROR, "for mail", mail, "s=tlsrpt; " + key);
        assertVerdict(DkimVerdict.PERMERROR, "type", mail, "k=ed25519; " + key);
        assertVerdict(DkimVerdict.PERMERROR, "can't be read", mail, "p=AAAA");
        assertVerdict(DkimVerdict.PERMERROR, "base64", mail, "p=*");
        assertVerdict(DkimVerdict.PERMERROR, "no key", mail, "v=DKIM1");
        assertTrue(verify(mail, "t=y:s; " + key).testing());
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        String small = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        assertVerdict(DkimVerdict.POLICY, "768 bits", mail, "p=" + small);
        var nobody = Mail.of(mail).verify(new Zone(Map.of()), NOW).get(0);
        assertEquals(DkimVerdict.PERMERROR, nobody.verdict());
        var silent = Mail.of(mail)
                .verify(new Zone(Map.of("s1._domainkey.example.org", List.of("TIMEOUT"))), NOW)
                .get(0);
        assertEquals(DkimVerdict.TEMPERROR, silent.verdict());
    }

    /// RFC 6376 §3.5: what a signature may say. None of these is signed anew, so none can pass.
    @Test
    void rulesOfSignatures() {
        String mail = signed(DkimAlgorithm.RSA_SHA256);
        String record = record(DkimAlgorithm.RSA_SHA256);
        assertVerdict(DkimVerdict.NEUTRAL, "version", mail.replace("v=1", "v=2"), record);
        assertVerdict(DkimVerdict.NEUTRAL, "twice", mail.replace("v=1", "v=1; v=1"), record);
        assertVerdict(DkimVerdict.PERMERROR, "SHA-1", mail.replace("rsa-sha256", "rsa-sha1"), record);
        assertVerdict(DkimVerdict.PERMERROR, "From", mail.replace("from:", "x:"), record);
        assertVerdict(DkimVerdict.PERMERROR, "no d=", mail.replace("d=example.org", "e=example.org"), record);
        assertVerdict(DkimVerdict.PERMERROR, "below", mail.replace("v=1", "v=1; i=@example.net"), record);
        assertVerdict(DkimVerdict.PERMERROR, "DNS", mail.replace("v=1", "v=1; q=http"), record);
        assertVerdict(DkimVerdict.PERMERROR, "number", mail.replace("v=1", "v=1; l=-1"), record);
        assertVerdict(DkimVerdict.PERMERROR, "canonicalization", mail.replace("relaxed/relaxed", "nofws"), record);
        assertVerdict(DkimVerdict.FAIL, "over", mail.replace("v=1", "v=1; x=1767225599"), record);
        assertVerdict(DkimVerdict.FAIL, "future", mail.replace("t=1767225600", "t=1767229300"), record);
        assertVerdict(DkimVerdict.FAIL, "", mail.replace("v=1", "v=1; i=@sub.example.org"), record);
        assertVerdict(
                DkimVerdict.PERMERROR,
                "subdomains",
                mail.replace("v=1", "v=1; i=@sub.example.org"),
                record.replace("k=rsa", "t=s; k=rsa"));
    }

    @Test
    void onlySoManySignaturesAreLookedAt() {
        var zone = zone(record(DkimAlgorithm.RSA_SHA256));
        String mail = signed(DkimAlgorithm.RSA_SHA256);
        String field = mail.substring(0, mail.indexOf("From: "));
        assertEquals(10, Mail.of(field.repeat(30) + mail).verify(zone, NOW).size());
        assertEquals(10, zone.questions());
        assertEquals(List.of(), Mail.of(TEXT).verify(zone, NOW));
    }

    /// Whatever stands in a signature or a key ends in a verdict.
    @Test
    void anyOctetsEndInAVerdict() {
        var random = new Random(3);
        String mail = signed(DkimAlgorithm.ED25519_SHA256);
        String record = record(DkimAlgorithm.ED25519_SHA256);
        int end = mail.indexOf("From: ");
        for (int round = 0; round < 5_000; round++) {
            var changed = new StringBuilder(mail);
            changed.setCharAt(random.nextInt(16, end), ";=:/ v1\u00e9\u0000x\t".charAt(random.nextInt(11)));
            var key = new StringBuilder(record);
            key.setCharAt(random.nextInt(key.length()), ";=: pkvt1\u00e9\u0000".charAt(random.nextInt(11)));
            for (var result : Mail.of(changed.toString()).verify(zone(key.toString()), NOW)) {
                assertNotNull(result.verdict(), "round " + round);
            }
        }
    }

    /// The two keys of one message, as receivers of either kind want it.
    @Test
    void bothSignaturesStandTogether() {
        var zone = new Zone(Map.of(
                "s1._domainkey.example.org", List.of(Map.of("TXT", record(DkimAlgorithm.RSA_SHA256))),
                "s2._domainkey.example.org", List.of(Map.of("TXT", record(DkimAlgorithm.ED25519_SHA256)))));
        var mail = Mail.of(TEXT);
        var signing = new DkimSigner("example.org", "s2", DkimAlgorithm.ED25519_SHA256, ed25519.getPrivate()).begin();
        signing.body(ByteBuffer.wrap(mail.body()));
        String field = signing.finish(mail.header(), NOW);
        assertEquals(field, new String(field.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
        var results = Mail.of(field + signed(DkimAlgorithm.RSA_SHA256)).verify(zone, NOW);
        assertEquals(
                List.of(DkimVerdict.PASS, DkimVerdict.PASS),
                results.stream().map(DkimResult::verdict).toList());
    }
}
