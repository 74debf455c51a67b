package org.posthorn.dist.crash;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.posthorn.common.transcript.Client;

/// Sends messages to one or more recipients over SMTP until the server dies.
record Sender(InetSocketAddress server, Ledger ledger, List<String> accounts, long seed) implements Runnable {

    @Override
    public void run() {
        var random = new Random(seed);
        try (var client = Client.connect(server)) {
            expect(client, "220");
            client.send("EHLO sender.example\r\n");
            expect(client, "250");
            while (true) {
                send(client, random);
            }
        } catch (IOException | Died _) {
            // the server was killed, as planned: what it acknowledged is in the ledger
        }
    }

    private void send(Client client, Random random) throws IOException, Died {
        var letter = Letter.make(ledger.nextId(), random.nextInt(10) == 0 ? 200_000 : 2_000, random);
        var recipients = accounts.subList(0, 1 + random.nextInt(accounts.size()));
        client.send("MAIL FROM:<crash@elsewhere.example>\r\n");
        expect(client, "250");
        for (var recipient : recipients) {
            client.send("RCPT TO:<" + recipient + ">\r\n");
            expect(client, "250");
        }
        client.send("DATA\r\n");
        expect(client, "354");
        client.send(letter.bytes());
        client.send(".\r\n");
        expect(client, "250");
        ledger.delivered(letter.id(), List.copyOf(recipients));
        ledger.count("SMTP");
    }

    private static void expect(Client client, String code) throws IOException, Died {
        String line;
        do {
            line = client.receive();
            if (line == null || !line.startsWith(code)) {
                if (line == null || line.endsWith("<no CRLF>") || line.startsWith("421")) {
                    throw new Died();
                }
                throw new AssertionError("expected " + code + ", got " + line);
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
    }
}
