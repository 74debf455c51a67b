package org.posthorn.dist.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.posthorn.dist.quickstart.TrialFolder.Login;

/// One message, sent over submission with STARTTLS, read back over IMAP and POP3 with TLS, compared octet
/// by octet.
public final class RoundTrip {
    private final Function<String, InetSocketAddress> listeners;
    private final SSLContext tls;
    private final Consumer<String> told;

    /// @param listeners   gives the address of a listener by its name
    /// @param certificate the server's, the only one to be trusted
    /// @param told        takes a line for each step that went well
    public RoundTrip(Function<String, InetSocketAddress> listeners, Path certificate, Consumer<String> told)
            throws TrialFailed {
        this.listeners = listeners;
        this.tls = trusting(certificate);
        this.told = told;
    }

    private static SSLContext trusting(Path certificate) throws TrialFailed {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new TrialFailed("the certificate " + certificate + " can't be used: " + failed.getMessage());
        }
    }

    /// @throws TrialFailed with the step that went wrong
    public void run(Login from, Login to) throws TrialFailed {
        byte[] message = letter(from, to);
        step(
                "SMTP",
                () -> told.accept("sent     " + message.length + " octets from " + from.address() + " to "
                        + to.address() + " over SMTP submission, STARTTLS, " + submit(from, to, message)));
        step("IMAP", () -> told.accept("read     " + compare(message, "IMAP", () -> fetch(to))));
        step("POP3", () -> told.accept("read     " + compare(message, "POP3", () -> retrieve(to))));
    }

    private interface Step {
        void take() throws IOException, TrialFailed;
    }

    private static void step(String protocol, Step step) throws TrialFailed {
        try {
            step.take();
        } catch (IOException failed) {
            throw new TrialFailed(protocol + ": " + failed.getMessage());
        }
    }

    /// Text in UTF-8, a line that begins with a dot, and a line that is one.
    private static byte[] letter(Login from, Login to) {
        String text = """
            From: Alice <%s>
            To: Bob <%s>
            Subject: The first message through this server
            Date: %s
            Message-ID: <%s@example.org>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Grüße, Bob: this came in over SMTP and was kept.
            .
            ..dots are only dots

            Alice
            """.formatted(
                        from.address(),
                        to.address(),
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                        UUID.randomUUID());
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private String submit(Login from, Login to, byte[] message) throws IOException, TrialFailed {
        try (Peer peer = Peer.connect(listeners.apply("submission"))) {
            reply(peer, "220");
            ask(peer, "EHLO quickstart.localhost", "250");
            ask(peer, "STARTTLS", "220");
            String seen = peer.startTls(tls);
            ask(peer, "EHLO quickstart.localhost", "250");
            String plain = "\0" + from.address() + "\0" + from.password();
            ask(
                    peer,
                    "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
                    "235");
            ask(peer, "MAIL FROM:<" + from.address() + "> BODY=8BITMIME", "250");
            ask(peer, "RCPT TO:<" + to.address() + ">", "250");
            ask(peer, "DATA", "354");
            // RFC 5321 §4.5.2: a dot before each line that begins with one.
            String dotted = new String(message, StandardCharsets.ISO_8859_1).replace("\r\n.", "\r\n..");
            peer.send(dotted.getBytes(StandardCharsets.ISO_8859_1));
            ask(peer, ".", "250");
            ask(peer, "QUIT", "221");
            return seen;
        }
    }

    private static void ask(Peer peer, String command, String code) throws IOException, TrialFailed {
        peer.send(command);
        reply(peer, code);
    }

    private static void reply(Peer peer, String code) throws IOException, TrialFailed {
        String line = peer.line();
        while (line.startsWith(code + "-")) {
            line = peer.line();
        }
        if (!line.startsWith(code)) {
            throw new TrialFailed("SMTP: expected " + code + ", the server said: " + line);
        }
    }

    /// What was read, and over which TLS.
    private record Reading(byte[] message, String tls) {}

    private interface Reader {
        Reading read() throws IOException, TrialFailed;
    }

    /// Our trace fields stand above what was sent; the rest is the same, octet by octet.
    private static String compare(byte[] sent, String protocol, Reader reader) throws IOException, TrialFailed {
        Reading reading = reader.read();
        int trace = reading.message().length - sent.length;
        if (trace < 0 || !Arrays.equals(reading.message(), trace, reading.message().length, sent, 0, sent.length)) {
            throw new TrialFailed(protocol + ": what was read is not what was sent");
        }
        return "the same octets over " + protocol + ", " + reading.tls() + ", below " + trace
                + " octets of trace fields";
    }

    private Reading fetch(Login login) throws IOException, TrialFailed {
        try (Peer peer = Peer.connect(listeners.apply("imaps"))) {
            String seen = peer.startTls(tls);
            peer.line();
            peer.send("a LOGIN " + login.address() + " " + login.password());
            tagged(peer, "a");
            peer.send("b SELECT INBOX");
            tagged(peer, "b");
            peer.send("c FETCH * BODY.PEEK[]");
            String line = peer.line();
            while (line.startsWith("* ") && !line.endsWith("}")) {
                line = peer.line();
            }
            int brace = line.lastIndexOf('{');
            if (!line.startsWith("* ") || brace < 0) {
                throw new TrialFailed("IMAP: expected a message, the server said: " + line);
            }
            byte[] message = peer.octets(Integer.parseInt(line.substring(brace + 1, line.length() - 1)));
            tagged(peer, "c");
            peer.send("d LOGOUT");
            tagged(peer, "d");
            return new Reading(message, seen);
        }
    }

    private static void tagged(Peer peer, String tag) throws IOException, TrialFailed {
        String line = peer.line();
        while (!line.startsWith(tag + " ")) {
            line = peer.line();
        }
        if (!line.startsWith(tag + " OK")) {
            throw new TrialFailed("IMAP: expected OK, the server said: " + line);
        }
    }

    private Reading retrieve(Login login) throws IOException, TrialFailed {
        try (Peer peer = Peer.connect(listeners.apply("pop3s"))) {
            String seen = peer.startTls(tls);
            ok(peer);
            peer.send("USER " + login.address());
            ok(peer);
            peer.send("PASS " + login.password());
            ok(peer);
            peer.send("STAT");
            String newest = ok(peer).split(" ")[1];
            peer.send("RETR " + newest);
            ok(peer);
            byte[] message = peer.dotted();
            peer.send("QUIT");
            ok(peer);
            return new Reading(message, seen);
        }
    }

    private static String ok(Peer peer) throws IOException, TrialFailed {
        String line = peer.line();
        if (!line.startsWith("+OK")) {
            throw new TrialFailed("POP3: expected +OK, the server said: " + line);
        }
        return line;
    }
}
