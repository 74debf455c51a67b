package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each command with each right of RFC 4314 §4's table: what is enough, and what is missing with all others. `$` stands
/// for alice's mailboxes as bob names them. `Box` holds a message with `\Deleted`; bob has no other rights than those
/// of the row, on `Box` (and on `Free`, where he may do all).
class RightsTableTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String BOX = "\"Other Users/alice@example.org/Box\"";
    private static final String FREE = "\"Other Users/alice@example.org/Free\"";
    private static final String ALL = "lrswipkxtea";

    @TempDir
    Path folder;

    /// @param enough  rights with which the command is done
    /// @param needed  without one of these, whatever else there is, it is refused
    /// @param select  what is selected first, if anything
    private record Row(String command, String enough, String needed, String select) {
        static Row of(String command, String enough, String needed) {
            return new Row(command, enough, needed, "");
        }

        static Row selected(String command, String enough, String needed) {
            return new Row(command, enough, needed, BOX);
        }
    }

    private static final List<Row> TABLE = List.of(
            Row.of("SELECT $", "r", "r"),
            Row.of("EXAMINE $", "r", "r"),
            Row.of("STATUS $ (MESSAGES UNSEEN SIZE)", "r", "r"),
            Row.of("CREATE $/new", "k", "k"),
            Row.of("DELETE $", "x", "x"),
            Row.of("RENAME $ " + FREE + "/there", "x", "x"),
            Row.of("RENAME " + FREE + " $/there", "k", "k"),
            Row.of("SETACL $ anyone l", "a", "a"),
            Row.of("DELETEACL $ anyone", "a", "a"),
            Row.of("GETACL $", "a", "a"),
            Row.of("LISTRIGHTS $ anyone", "a", "a"),
            Row.of("APPEND $ {1+}\r\nx", "i", "i"),
            Row.of("GETQUOTAROOT $", "r", "r"),
            new Row("COPY 1 $", "i", "i", "INBOX"),
            new Row("MOVE 1 $", "i", "i", "INBOX"),
            new Row("REPLACE 1 $ {1+}\r\nx", "i", "i", "INBOX"),
            Row.selected("FETCH 1 (FLAGS BODY.PEEK[])", "r", "r"),
            Row.selected("SEARCH ALL", "r", "r"),
            Row.selected("COPY 1 INBOX", "r", "r"),
            Row.selected("STORE 1 +FLAGS (\\Seen)", "rs", "s"),
            Row.selected("STORE 1 +FLAGS (\\Flagged)", "rw", "w"),
            Row.selected("STORE 1 -FLAGS (Keyword)", "rw", "w"),
            Row.selected("STORE 1 +FLAGS (\\Deleted)", "rt", "t"),
            Row.selected("EXPUNGE", "re", "e"),
            Row.selected("UID EXPUNGE 1", "re", "e"),
            Row.selected("CLOSE", "r", "r"),
            Row.selected("MOVE 1 INBOX", "rte", "te"),
            Row.selected("REPLACE 1 INBOX {1+}\r\nx", "rte", "te"));

    /// One server, and one connection of each, for all rows.
    private record Scene(TestServer server, Socket alice, Socket bob) implements AutoCloseable {
        static Scene open(Path folder) throws Exception {
            var server = TestServer.start(folder);
            server.addAccount(ALICE);
            server.addAccount(BOB);
            return new Scene(server, server.loggedIn(ALICE), server.loggedIn(BOB));
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> table() throws Exception {
        var scene = Scene.open(Files.createDirectory(folder.resolve("table")));
        return TABLE.stream()
                .map(row -> DynamicTest.dynamicTest(row.command(), () -> run(row, scene)))
                .onClose(scene::close);
    }

    private void run(Row row, Scene scene) throws Exception {
        assertEquals("OK", play(row, scene, row.enough()), "with " + row.enough());
        boolean selects = row.select().equals(BOX);
        for (String missing : row.needed().split("")) {
            String others = ALL.replace(missing, "");
            String expected = selects && missing.equals("r") ? "not selected" : "NO [NOPERM]";
            assertEquals(expected, play(row, scene, others), "with " + others);
        }
        boolean creates = row.command().startsWith("CREATE") || row.command().endsWith("$/there");
        boolean copies = Stream.of("APPEND", "COPY", "MOVE", "REPLACE").anyMatch(row.command()::startsWith);
        String absent = creates ? "NO [NOPERM]" : copies ? "NO [TRYCREATE]" : "NO [NONEXISTENT]";
        assertEquals(
                selects ? "not selected" : absent, play(row, scene, "swpte"), "without any that tells of the mailbox");
    }

    /// @return how the command is answered, up to its response code
    private static String play(Row row, Scene scene, String rights) throws IOException {
        ask(scene.bob(), "UNSELECT");
        for (String name : List.of("Box/new", "Box/there", "Free/there", "Box", "Free")) {
            ask(scene.alice(), "DELETE " + name);
        }
        ask(scene.alice(), "CREATE Box");
        ask(scene.alice(), "CREATE Free");
        ask(scene.alice(), "APPEND Box (\\Deleted) {1+}\r\nx");
        ask(scene.alice(), "SETACL Box " + BOB + " " + rights);
        ask(scene.alice(), "SETACL Free " + BOB + " " + ALL);
        ask(scene.bob(), "APPEND INBOX {1+}\r\nx");
        if (!row.select().isEmpty()
                && !ask(scene.bob(), "SELECT " + row.select()).startsWith("OK")) {
            return "not selected";
        }
        String command = row.command().replaceAll("\\$/(\\w+)", "\"Other Users/alice@example.org/Box/$1\"");
        command = command.replace("$", BOX).replace(FREE + "/there", FREE.replaceFirst("\"$", "/there\""));
        String answer = ask(scene.bob(), command);
        return answer.startsWith("OK") ? "OK" : answer.replaceFirst("].*", "]");
    }

    /// @return the tagged reply without its tag
    private static String ask(Socket socket, String command) throws IOException {
        TestServer.say(socket, "t " + command);
        while (true) {
            String line = TestServer.readLine(socket);
            if (line.startsWith("t ")) {
                return line.substring(2);
            }
        }
    }

    /// Nothing of what shares nothing is told, whatever the command: no name, no number, not that it is there.
    @TestFactory
    Stream<DynamicTest> nothingIsToldOfWhatIsNotShared() {
        return Stream.of("alice", "nobody").map(owner -> DynamicTest.dynamicTest(owner, () -> strangers(owner)));
    }

    private void strangers(String owner) throws Exception {
        try (var server = TestServer.start(Files.createDirectory(folder.resolve(owner)))) {
            server.addAccount(ALICE);
            server.addAccount(BOB);
            server.put(ALICE, "secret");
            server.put(BOB, "mine");
            String inbox = "\"Other Users/" + owner + "@example.org/INBOX\"";
            var answers = new ArrayList<String>();
            try (var bob = server.loggedIn(BOB)) {
                ask(bob, "ENABLE QRESYNC");
                for (String command : List.of(
                        "SELECT $",
                        "SELECT $ (QRESYNC (1 1))",
                        "EXAMINE $",
                        "STATUS $ (MESSAGES)",
                        "GETACL $",
                        "MYRIGHTS $",
                        "LISTRIGHTS $ anyone",
                        "SETACL $ anyone l",
                        "DELETEACL $ anyone",
                        "DELETE $",
                        "RENAME $ x",
                        "GETQUOTAROOT $",
                        "GETMETADATA $ /shared/comment",
                        "SETMETADATA $ (/shared/comment \"x\")")) {
                    answers.add(ask(bob, command.replace("$", inbox)));
                }
                assertEquals(
                        List.of("NO [NONEXISTENT] no such mailbox"),
                        answers.stream().distinct().toList());
                assertEquals("NO [NOPERM]", ask(bob, "CREATE " + inbox).replaceFirst("].*", "]"));
                ask(bob, "SELECT INBOX");
                assertEquals("NO [TRYCREATE] no such mailbox", ask(bob, "COPY 1 " + inbox));
                assertEquals("NO [TRYCREATE] no such mailbox", ask(bob, "MOVE 1 " + inbox));
                assertEquals("NO [TRYCREATE] no such mailbox", ask(bob, "APPEND " + inbox + " {1+}\r\nx"));
                String url = "/Other%20Users/" + owner + "@example.org/INBOX/;UID=1";
                assertEquals(
                        "NO [BADURL " + url + "] there is no such part",
                        ask(bob, "APPEND INBOX CATENATE (URL \"" + url + "\")"));
                TestServer.say(bob, "l LIST \"\" \"Other*\" RETURN (MYRIGHTS STATUS (MESSAGES))");
                assertEquals("l OK LIST done", TestServer.readLine(bob));
            }
        }
    }

    /// RFC 2342: what is of an account that nobody logs in to is in the shared namespace.
    @TestFactory
    Stream<DynamicTest> sharedAccounts() {
        return Stream.of(DynamicTest.dynamicTest("Shared/", () -> {
            try (var server = TestServer.start(Files.createDirectory(folder.resolve("shared")))) {
                server.addAccount(BOB);
                server.addShared("team@example.org");
                server.put("team@example.org", "news");
                server.share("team@example.org", "INBOX", "anyone", "lrs");
                try (var bob = server.loggedIn(BOB)) {
                    TestServer.say(bob, "l LIST \"\" \"*/INBOX\" RETURN (MYRIGHTS)");
                    assertEquals(
                            "* LIST (\\HasNoChildren) \"/\" Shared/team@example.org/INBOX", TestServer.readLine(bob));
                    assertEquals("* MYRIGHTS Shared/team@example.org/INBOX lrs", TestServer.readLine(bob));
                    assertEquals("l OK LIST done", TestServer.readLine(bob));
                    assertEquals("OK [READ-ONLY] SELECT done", ask(bob, "SELECT Shared/team@example.org/INBOX"));
                    assertEquals("OK", ask(bob, "STORE 1 +FLAGS (\\Seen)").substring(0, 2));
                    assertEquals(
                            "NO [NONEXISTENT] no such mailbox",
                            ask(bob, "SELECT \"Other Users/team@example.org/INBOX\""));
                }
                try (var stranger = server.connect(TestServer.Door.CLEAR)) {
                    TestServer.readLine(stranger);
                    assertEquals(
                            "NO [AUTHENTICATIONFAILED]",
                            ask(stranger, "LOGIN team@example.org \"\"").replaceFirst("].*", "]"));
                }
            }
        }));
    }
}
