package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.vectors.Vectors;
import org.posthorn.smtp.TestServer.Door;

/// Mail that people and programs really sent, broken mail included: taken over one connection, kept bit for bit (P4).
class RealMailTest {
    @TempDir
    Path folder;

    @Test
    void theMimeVectors() throws Exception {
        var mails = new ArrayList<byte[]>();
        for (var file : Vectors.mails()) {
            mails.add(Files.readAllBytes(file));
        }
        comeBackIdentical(mails);
    }

    @Test
    void theCorpus() throws Exception {
        // Each waits for its own commit, so one in eight has to do.
        var all = List.copyOf(Vectors.corpus("spamassassin-a").values());
        comeBackIdentical(IntStream.range(0, all.size())
                .filter(i -> i % 8 == 0)
                .mapToObj(all::get)
                .toList());
    }

    private void comeBackIdentical(List<byte[]> mails) throws Exception {
        try (var server = TestServer.start(folder, 50 << 20)) {
            var account = server.newAccount();
            var accepted = new ArrayList<byte[]>();
            try (var caller = new Caller(server, Door.MX)) {
                for (var mail : mails) {
                    var message = endedByCrlf(Vectors.normalised(mail));
                    caller.begin(account);
                    caller.send(Caller.stuffed(message));
                    if (hasBareNewline(message)) {
                        caller.expect("550 5.6.11");
                    } else {
                        caller.expect("250");
                        accepted.add(message);
                    }
                }
            }
            assertTrue(accepted.size() > mails.size() * 9 / 10);
            var inbox = server.inbox(account);
            assertEquals(accepted.size(), inbox.size());
            for (int i = 0; i < accepted.size(); i++) {
                assertArrayEquals(accepted.get(i), Caller.withoutTrace(inbox.get(i)), "message " + i);
            }
        }
    }

    private static byte[] endedByCrlf(byte[] message) {
        if (message.length == 0 || message[message.length - 1] == '\n') {
            return message;
        }
        var longer = Arrays.copyOf(message, message.length + 2);
        longer[message.length] = '\r';
        longer[message.length + 1] = '\n';
        return longer;
    }

    private static boolean hasBareNewline(byte[] message) {
        var rest = new String(message, StandardCharsets.ISO_8859_1).replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0;
    }
}
