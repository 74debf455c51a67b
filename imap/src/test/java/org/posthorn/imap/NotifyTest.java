package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NOTIFY and IDLE with many sessions at once, and with more news than a client can have wanted.
class NotifyTest {
    private static final String ALICE = "alice@example.org";

    @TempDir
    Path folder;

    /// Guards against a message that came at a bad moment and was told with the next one, or never.
    @Test
    void noSessionMissesAnythingOfABurst() throws Exception {
        int writers = 4;
        int each = 50;
        try (var server = TestServer.start(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.addAccount(ALICE);
            var sessions = new ArrayList<Callable<String>>();
            for (int i = 0; i < 20; i++) {
                sessions.add(listener(server, List.of("SELECT INBOX"), "IDLE", "* " + writers * each + " EXISTS"));
                sessions.add(listener(
                        server,
                        List.of("SELECT INBOX", "NOTIFY SET (selected (MessageNew MessageExpunge))"),
                        "NOOP",
                        "* " + writers * each + " EXISTS"));
                sessions.add(listener(
                        server,
                        List.of("NOTIFY SET (personal (MessageNew MessageExpunge))"),
                        "NOOP",
                        "MESSAGES " + writers * each + ")"));
            }
            var heard = sessions.stream().map(threads::submit).toList();
            for (int w = 0; w < writers; w++) {
                threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        server.put(ALICE, "burst");
                    }
                });
            }
            for (var one : heard) {
                assertEquals("", one.get());
            }
        }
    }

    /// A session that is set up when this returns.
    ///
    /// @return reads until the last is told; what went wrong, or nothing
    private static Callable<String> listener(TestServer server, List<String> commands, String wait, String last)
            throws IOException {
        var socket = server.loggedIn(ALICE);
        for (String command : commands) {
            run(socket, command);
        }
        TestServer.say(socket, "w " + wait);
        return () -> {
            try (socket) {
                String line = "";
                while (!line.endsWith(last)) {
                    line = TestServer.readLine(socket);
                }
                return "";
            } catch (IOException silent) {
                return wait + " was not told " + last + ": " + silent.getMessage();
            }
        };
    }

    private static List<String> run(Socket socket, String command) throws IOException {
        var lines = new ArrayList<String>();
        TestServer.say(socket, "t " + command);
        do {
            lines.add(TestServer.readLine(socket));
        } while (!lines.getLast().startsWith("t "));
        if (!lines.getLast().startsWith("t OK")) {
            throw new AssertionError(command + ": " + lines.getLast());
        }
        return lines;
    }

    /// RFC 5465 §5.8
    @Test
    void tooMuchAtOnceEndsTheNotifications() throws Exception {
        try (var server = TestServer.start(folder)) {
            server.addAccount(ALICE);
            server.put(ALICE, "one");
            try (var listener = server.loggedIn(ALICE);
                    var copier = server.loggedIn(ALICE)) {
                run(copier, "SELECT INBOX");
                for (int count = 1; count < 10_001; count *= 2) {
                    run(copier, "COPY 1:* INBOX");
                }
                run(listener, "SELECT INBOX");
                run(listener, "NOTIFY SET (selected (MessageNew (UID) MessageExpunge))");
                run(copier, "COPY 1:* INBOX");
                assertEquals("* 32768 EXISTS", TestServer.readLine(listener));
                assertEquals("* 16384 RECENT", TestServer.readLine(listener));
                assertEquals("* OK [NOTIFICATIONOVERFLOW] too much has changed", TestServer.readLine(listener));
                run(copier, "COPY 1 INBOX");
                assertEquals(List.of("t OK NOOP done"), run(listener, "NOOP"));
            }
        }
    }
}
