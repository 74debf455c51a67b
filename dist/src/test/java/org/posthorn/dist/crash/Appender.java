package org.posthorn.dist.crash;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.regex.Pattern;
import org.posthorn.common.transcript.Client;

/// Appends messages to one mailbox over IMAP until the server dies.
record Appender(InetSocketAddress server, Ledger ledger, String account, String password, String mailbox, long seed)
        implements Runnable {
    private static final Pattern DONE = Pattern.compile("a OK \\[APPENDUID \\d+ (\\d+)].*");

    @Override
    public void run() {
        var random = new Random(seed);
        try (var client = Client.connect(server)) {
            client.receive();
            client.send("l LOGIN " + account + " " + password + "\r\n");
            var login = client.receive();
            if (login != null && !login.startsWith("l OK")) {
                throw new AssertionError("login failed: " + login);
            }
            while (append(client, random)) {
                // the next one
            }
        } catch (IOException _) {
            // the server was killed, as planned
        }
    }

    /// @return false when the server is gone
    private boolean append(Client client, Random random) throws IOException {
        var letter = Letter.make(ledger.nextId(), random.nextInt(10) == 0 ? 200_000 : 2_000, random);
        client.send("a APPEND " + mailbox + " (\\Seen) {" + letter.bytes().length + "}\r\n");
        var go = client.receive();
        if (go == null || !go.startsWith("+")) {
            return false;
        }
        client.send(letter.bytes());
        client.send("\r\n");
        for (var line = client.receive(); line != null; line = client.receive()) {
            var done = DONE.matcher(line);
            if (done.matches()) {
                ledger.appended(letter.id(), Long.parseLong(done.group(1)));
                ledger.count("APPEND");
                return true;
            }
            if (line.startsWith("a ") && !line.endsWith("<no CRLF>")) {
                throw new AssertionError("APPEND was answered: " + line);
            }
        }
        return false;
    }
}
