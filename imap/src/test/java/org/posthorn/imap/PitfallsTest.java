package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Client;

/// What went wrong between other IMAP servers and their clients, and what keeps it from this one. Here are the tests
/// that have no better place.
///
/// | what went wrong | what would tell |
/// |---|---|
/// | a FETCH took memory by its messages | `FetchBench`; `FloodIT`: who asks and never reads |
/// | a command without end, or nested without end | `CommandShapesTest`, `ParseFuzzTest`, `limits.txt`, `FloodIT` |
/// | a literal that was announced and never sent took memory | `CommandReaderTest`, `FloodIT` |
/// | parts in parts without end | here; `MimeFuzzTest`, `MimeParserTest` |
/// | STORE and EXPUNGE sent together changed places | here |
/// | `UID FETCH n:*` missed what another session had moved in | here; the walks |
/// | a body came short, or a part of one as an error | `FetchEncoderTest`, `BinaryTest`, `SectionTest`, `expunge.txt` |
/// | a count of messages that was no longer so | `RandomWalkTest`, `WideWalkTest`, `NotifyWalkTest` |
/// | what arrived just before IDLE was told late, or all of it was | `idle.txt`, `NotifyTest`; `idle.py` |
/// | each waiting session was woken by something heavy | `idle.py`, `FloodIT` |
/// | 8-bit text where only ASCII may be; a string of the wrong kind | `FetchGrammarTest`, `StructureTest`, `utf8.txt` |
/// | `NIL` for the word "NIL"; extension data out of order | `StructureTest`, `DovecotComparisonTest` |
/// | the tag in an ESEARCH response without quotes | `search.txt`, `rev2.txt`, `multisearch.txt`, `esearch` in all
/// others |
/// | QRESYNC made up what had vanished | `ResyncTest`, `ResyncWalkTest` |
/// | VANISHED to a client that never asked | `qresync.txt`, `expunge.txt` |
/// | COPYUID wrong or left out; a second COPY refused | `copy-move.txt`, `shared-copy.txt` |
/// | a mailbox that is there was `\NonExistent` | here; `list.txt`, `shared-mailboxes.txt` |
/// | two mailboxes made at once became one | here |
/// | special uses came back beside those that the client had made | here; `list.txt` |
/// | inflating waited for more behind a partial flush | here; `CompressionTest` |
/// | an extension that one client can't stand | `hidden.txt`, `hidden-from-some.txt` |
/// | one user's devices behind one address were too many | `FloodIT`: two thousand of one account |
/// | what one session took was missing for all others | `FloodIT` |
@Timeout(60)
class PitfallsTest {
    private static final String ALICE = "alice@example.org";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder);
        server.addAccount(ALICE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Client client() throws IOException {
        return new Client(server.loggedIn(ALICE));
    }

    /// All that comes, up to the tagged response; `x` is the tag.
    private static List<String> ask(Client client, String command) throws IOException {
        client.send("x " + command + "\r\n");
        return answer(client, "x");
    }

    private static List<String> answer(Client client, String tag) throws IOException {
        var lines = new ArrayList<String>();
        do {
            lines.add(client.receive());
        } while (!lines.getLast().startsWith(tag + " "));
        return lines;
    }

    // ---- order

    /// All sent at once, and cut in two anywhere.
    @Test
    void commandsSentTogetherKeepTheirOrder() throws Exception {
        String play = "a STORE 1 +FLAGS.SILENT (\\Deleted)\r\nb EXPUNGE\r\nc STORE 1 FLAGS.SILENT (two)\r\n"
                + "d UID SEARCH KEYWORD two\r\ne APPEND INBOX {3+}\r\nabc\r\nf NOOP\r\n";
        server.put(ALICE, "first");
        server.put(ALICE, "second");
        try (var client = client()) {
            ask(client, "SELECT INBOX");
            for (int cut = 0; cut < play.length(); cut++) {
                client.send(play.substring(0, cut));
                client.send(play.substring(cut));
                assertEquals(List.of("a OK STORE done"), answer(client, "a"));
                assertEquals(List.of("* 1 EXPUNGE", "b OK EXPUNGE done"), answer(client, "b"));
                assertEquals("c OK STORE done", answer(client, "c").getLast());
                assertEquals(List.of("* SEARCH " + (cut + 2), "d OK SEARCH done"), answer(client, "d"));
                var appended = answer(client, "e");
                appended.addAll(answer(client, "f"));
                assertTrue(appended.contains("* 2 EXISTS"), appended.toString());
            }
        }
    }

    @Test
    void openRangeOfUidsHasWhatWasJustMovedIn() throws Exception {
        server.put(ALICE, "first");
        server.put(ALICE, "second");
        try (var first = client();
                var second = client()) {
            ask(second, "SELECT INBOX");
            ask(second, "MOVE 1 Archive");
            ask(first, "SELECT Archive");
            ask(second, "MOVE 1 Archive");
            var fetched = ask(first, "UID FETCH 2:* (FLAGS)");
            assertTrue(fetched.contains("* 2 EXISTS"), fetched.toString());
            assertTrue(fetched.contains("* 2 FETCH (UID 2 FLAGS (\\Recent))"), fetched.toString());
        }
    }

    // ---- mailboxes

    /// As two clients that set up the same account: of each name there is one, and none is another.
    @Test
    void mailboxesMadeAtOnceAreNotMixedUp() throws Exception {
        int names = 8;
        var atOnce = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = new ArrayList<Future<List<String>>>();
            for (String own : List.of("Lists", "Sent Items")) {
                both.add(threads.submit(() -> {
                    var replies = new ArrayList<String>();
                    try (var client = client()) {
                        for (int i = 0; i < names; i++) {
                            atOnce.await(30, TimeUnit.SECONDS);
                            replies.add(
                                    ask(client, "CREATE \"" + own + i + "\"").getLast());
                            replies.add(ask(client, "CREATE both" + i).getLast());
                        }
                    }
                    return replies;
                }));
            }
            var replies = new ArrayList<>(both.getFirst().get());
            replies.addAll(both.getLast().get());
            var made = replies.stream()
                    .filter(reply -> reply.startsWith("x OK [MAILBOXID ("))
                    .toList();
            assertEquals(3 * names, made.size());
            assertEquals(3 * names, new HashSet<>(made).size());
            assertEquals(
                    names,
                    replies.stream()
                            .filter(reply -> reply.startsWith("x NO [ALREADYEXISTS]"))
                            .count());
        }
        try (var client = client()) {
            ask(client, "APPEND Lists7 {3+}\r\nabc");
            assertTrue(ask(client, "STATUS Lists7 (MESSAGES)").contains("* STATUS Lists7 (MESSAGES 1)"));
            assertTrue(
                    ask(client, "STATUS \"Sent Items7\" (MESSAGES)").contains("* STATUS \"Sent Items7\" (MESSAGES 0)"));
        }
    }

    /// Made, removed, renamed and made again, subscribed or not, with mailboxes below and without.
    @Test
    void whatCanBeSelectedIsNeverListedAsMissing() throws Exception {
        try (var client = client()) {
            for (String command : List.of(
                    "CREATE a/b/c",
                    "SUBSCRIBE a/b",
                    "SUBSCRIBE a/b/c",
                    "DELETE a/b",
                    "SUBSCRIBE never",
                    "CREATE a/b",
                    "RENAME a z",
                    "SUBSCRIBE z/b/c",
                    "CREATE a",
                    "DELETE z/b/c",
                    "CREATE never",
                    "SUBSCRIBE gone",
                    "CREATE z/b/c/d",
                    "DELETE Archive",
                    "CREATE Archive",
                    "RENAME Junk Spam",
                    "CREATE Junk")) {
                ask(client, command);
                for (String list :
                        List.of("LIST \"\" *", "LIST (SUBSCRIBED) \"\" * RETURN (CHILDREN)", "LIST \"\" %")) {
                    for (String line : ask(client, list)) {
                        if (line.startsWith("* LIST ")) {
                            String name = line.substring(line.lastIndexOf(' ') + 1);
                            boolean there =
                                    ask(client, "EXAMINE " + name).getLast().startsWith("x OK ");
                            boolean missing = line.contains("\\NonExistent") || line.contains("\\Noselect");
                            assertEquals(there, !missing, command + ": " + line);
                        }
                    }
                }
            }
        }
    }

    /// Those of a new account are its to remove and to rename; nothing brings them back.
    @Test
    void clientThatMakesItsOwnSpecialMailboxesKeepsThose() throws Exception {
        try (var client = client()) {
            for (String command : List.of("DELETE Trash", "DELETE Junk", "RENAME Sent Gesendet", "CREATE Papierkorb")) {
                assertTrue(ask(client, command).getLast().startsWith("x OK "), command);
            }
        }
        server.put(ALICE, "mail");
        try (var client = client()) {
            ask(client, "SELECT INBOX");
            ask(client, "MOVE 1 Papierkorb");
            var listed = String.join("\n", ask(client, "LIST \"\" * RETURN (SPECIAL-USE)"));
            assertTrue(listed.contains("* LIST (\\HasNoChildren \\Sent) \"/\" Gesendet\n"), listed);
            assertTrue(listed.contains("* LIST (\\HasNoChildren) \"/\" Papierkorb\n"), listed);
            for (String gone : List.of("\\Trash", "\\Junk", " Sent\n", " Trash\n", " Junk\n")) {
                assertFalse(listed.contains(gone), listed);
            }
        }
    }

    // ---- hostile mail

    @Test
    void partsInPartsWithoutEndAreToldInProportion() throws Exception {
        int levels = 3_000;
        var mails = List.of(
                "Content-Type: message/rfc822\r\n\r\n".repeat(levels),
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(levels),
                "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(levels),
                multiparts(levels));
        server.put(
                ALICE,
                mails.stream()
                        .map(mail -> mail.getBytes(StandardCharsets.US_ASCII))
                        .toList());
        try (var client = client()) {
            ask(client, "SELECT INBOX");
            for (int i = 0; i < mails.size(); i++) {
                var told = ask(client, "FETCH " + (i + 1) + " (BODYSTRUCTURE ENVELOPE BODY.PEEK[1.1.1.1.1.1.1.MIME])");
                assertEquals("x OK FETCH done", told.getLast());
                assertTrue(told.getFirst().length() < 8 * mails.get(i).length(), "message " + (i + 1));
            }
        }
    }

    /// Each with a boundary of its own.
    private static String multiparts(int levels) {
        var mail = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
        }
        return mail.toString();
    }

    // ---- compression

    /// A client that ends each command by a partial flush: up to seven bits, none of them the command's, come with the
    /// next one.
    @Test
    void commandsBehindPartialFlushesAreAnsweredAtOnce() throws Exception {
        try (var socket = server.loggedIn(ALICE)) {
            TestServer.say(socket, "c COMPRESS DEFLATE");
            assertEquals("c OK DEFLATE active", TestServer.readLine(socket));
            var replies = new InflaterInputStream(socket.getInputStream(), new Inflater(true), 1);
            var bits = new PartialFlush(socket);
            for (int i = 0; i < 100; i++) {
                bits.say("t" + "o".repeat(i % 9) + " NOOP\r\n");
                String reply = "t" + "o".repeat(i % 9) + " OK NOOP done\r\n";
                assertEquals(reply, new String(replies.readNBytes(reply.length()), StandardCharsets.US_ASCII));
            }
        }
    }

    /// DEFLATE with the fixed code (RFC 1951 §3.2.6), flushed as zlib does partially: behind an empty block
    /// go the bytes that are whole.
    private static final class PartialFlush {
        private final Socket socket;
        private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        private int pending;
        private int count;

        PartialFlush(Socket socket) {
            this.socket = socket;
        }

        void say(String text) throws IOException {
            block(text);
            block("");
            socket.getOutputStream().write(whole.toByteArray());
            whole.reset();
        }

        private void block(String text) {
            code(0b010, 3); // not the last; the fixed code, low bit first
            text.chars().forEach(c -> code(0x30 + c, 8));
            code(0, 7); // end of block
        }

        /// The high bit of a code goes first.
        private void code(int code, int length) {
            for (int i = length - 1; i >= 0; i--) {
                pending |= (code >> i & 1) << count;
                if (++count == 8) {
                    whole.write(pending);
                    pending = 0;
                    count = 0;
                }
            }
        }
    }
}
