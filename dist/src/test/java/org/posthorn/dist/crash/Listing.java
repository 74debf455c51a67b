package org.posthorn.dist.crash;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.posthorn.common.transcript.Client;

/// What a mailbox holds, read over IMAP with every byte of it: letter id → UID.
record Listing(long uidValidity, Map<String, Long> uids) {
    private static final Pattern VALIDITY = Pattern.compile("\\* OK \\[UIDVALIDITY (\\d+)].*");
    private static final Pattern FETCH = Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) BODY\\[] \\{(\\d+)}");

    /// @throws AssertionError when a message is there twice or is not whole
    static Listing read(InetSocketAddress server, String account, String password, String mailbox) throws IOException {
        try (var client = Client.connect(server)) {
            client.receive();
            client.send("l LOGIN " + account + " " + password + "\r\ns EXAMINE " + mailbox + "\r\n");
            long validity = 0;
            for (var line = client.receive(); !line.startsWith("s "); line = client.receive()) {
                var match = VALIDITY.matcher(line);
                if (match.matches()) {
                    validity = Long.parseLong(match.group(1));
                }
            }
            client.send("f UID FETCH 1:* (UID BODY.PEEK[])\r\n");
            var uids = new HashMap<String, Long>();
            for (var line = client.receive(); !line.startsWith("f "); line = client.receive()) {
                var fetch = FETCH.matcher(line);
                if (!fetch.matches()) {
                    throw new AssertionError("not a FETCH answer: " + line);
                }
                var id = Letter.idOfWhole(client.receive(Integer.parseInt(fetch.group(2))));
                if (uids.put(id, Long.parseLong(fetch.group(1))) != null) {
                    throw new AssertionError(id + " is in " + mailbox + " of " + account + " twice");
                }
                client.receive(); // the closing parenthesis
            }
            return new Listing(validity, uids);
        }
    }
}
