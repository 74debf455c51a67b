package org.posthorn.smtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.net.TlsFacts;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.directory.Directory;

class TraceHeaderTest {
    private static final Instant NOW = Instant.parse("2026-11-03T09:05:07Z");
    private static final EmailAddress ALICE = EmailAddress.parse("alice@example.org");
    private static final Terms MX = new Terms("mx.example.org", Terms.Audience.INTERNET, false, 1000, "1");
    private static final Terms SUBMISSION = new Terms("mx.example.org", Terms.Audience.USERS, false, 1000, "1");

    @Test
    void mailFromTheInternet() throws Exception {
        var origin = new Origin(
                "c1",
                InetAddress.getByName("192.0.2.1"),
                Optional.empty(),
                new Hello("client.example", true),
                Optional.empty());
        var envelope = new Envelope(Optional.of(EmailAddress.parse("a@example.net")), 0, false);
        assertEquals("""
            Return-Path: <a@example.net>
            Delivered-To: alice@example.org
            Received: from client.example ([192.0.2.1]) by mx.example.org with ESMTP
            \tid x-1 for <alice@example.org>; Tue, 3 Nov 2026 09:05:07 +0000
            """, trace(MX, origin, envelope, ""));
    }

    @Test
    void aUsersMailGetsTheDateAndMessageIdThatItLacks() throws Exception {
        var origin = new Origin(
                "c1",
                InetAddress.getByName("2001:db8::1"),
                Optional.of(new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
                new Hello("[IPv6:2001:db8::1]", true),
                Optional.of(new Directory.Entry(new AccountId(1), ALICE)));
        var envelope = new Envelope(Optional.empty(), 0, true);
        var lines = """
            Return-Path: <>
            Delivered-To: alice@example.org
            Received: from [IPv6:2001:db8::1] ([IPv6:2001:db8:0:0:0:0:0:1])
            \tby mx.example.org with UTF8SMTPSA (TLSv1.3 TLS_AES_256_GCM_SHA384)
            \tid x-1 for <alice@example.org>; Tue, 3 Nov 2026 09:05:07 +0000
            """;
        var date = "Date: Tue, 3 Nov 2026 09:05:07 +0000\n";
        var id = "Message-ID: <x-1@mx.example.org>\n";
        assertEquals(lines + date + id, trace(SUBMISSION, origin, envelope, "Subject: x\r\n\r\nDate: y\r\n"));
        assertEquals(lines + id, trace(SUBMISSION, origin, envelope, "Date: y\r\n\r\n"));
        assertEquals(lines + date, trace(SUBMISSION, origin, envelope, "Message-ID: y\r\n\r\n"));
        assertEquals(lines, trace(MX, origin, envelope, ""));
    }

    @Test
    void theLongestNamesStillGiveLinesThatAreAllowed() throws Exception {
        var label = "a".repeat(63) + ".";
        var longest = new Hello((label + label + label + label).substring(0, 255), false);
        var origin = new Origin("c1", InetAddress.getByName("192.0.2.1"), Optional.empty(), longest, Optional.empty());
        for (var line :
                trace(MX, origin, new Envelope(Optional.empty(), 0, false), "").split("\n")) {
            assertTrue(line.length() <= 998, line); // RFC 5322 §2.1.1
        }
    }

    /// With LF for each CRLF, after it was checked that there are no others.
    private static String trace(Terms terms, Origin origin, Envelope envelope, String message) {
        var header = new HeaderWatch();
        header.accept(ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
        var bytes = new TraceHeader(terms, origin, envelope, "x-1", NOW).forRecipient(ALICE, header);
        var text = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(text.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n'), text);
        return text.replace("\r\n", "\n");
    }
}
