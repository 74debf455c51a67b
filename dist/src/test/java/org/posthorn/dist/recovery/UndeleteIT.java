package org.posthorn.dist.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Client;
import org.posthorn.dist.process.ServerProcess;

/// Expunged by an IMAP client, brought back by an operator, seen by the client that is still there.
class UndeleteIT {
    private static final String ALICE = "alice@example.org";
    private static final String MESSAGE = "Subject: dear\r\n\r\n" + "\u00e9\r\nline\n".repeat(20_000);

    @TempDir
    static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder, "-Xmx256m");
        server.account(ALICE, "secret");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void expungedMessageComesBackWhileItsMailboxIsSelected() throws IOException {
        try (Client imap = login()) {
            append(imap, "INBOX", "(\\Seen $Work)");
            append(imap, "INBOX", "(\\Flagged)");
            command(imap, "SELECT INBOX");
            String before = fetch(imap, 1);
            command(imap, "STORE 1 +FLAGS.SILENT (\\Deleted)");
            assertTrue(command(imap, "EXPUNGE").contains("* 1 EXPUNGE"));

            server.posthorn("message", "undelete", ALICE, "--all").orFail();
            assertTrue(command(imap, "NOOP").contains("* 2 EXISTS"));
            assertEquals(before.replace("UID 1 ", "UID 3 "), fetch(imap, 2));
            assertTrue(server.posthorn("check").orFail().out().contains("sound"));
        }
    }

    @Test
    void deletedMailboxComesBackWithWhatWasInIt() throws IOException {
        try (Client imap = login()) {
            command(imap, "CREATE Projects/2026");
            append(imap, "Projects/2026", "(\\Answered)");
            command(imap, "EXAMINE Projects/2026");
            String before = fetch(imap, 1);
            command(imap, "UNSELECT");
            command(imap, "DELETE Projects/2026");
            assertTrue(command(imap, "LIST \"\" Projects/*").stream().noneMatch(line -> line.contains("2026")));

            String said = server.posthorn("message", "undelete", ALICE, "--mailbox", "Projects/2026")
                    .orFail()
                    .out();
            assertEquals("brought back 1 message into Projects/2026, made again: Projects/2026", said.strip());
            command(imap, "EXAMINE Projects/2026");
            assertEquals(before, fetch(imap, 1));
        }
    }

    private static Client login() throws IOException {
        Client imap = Client.connect(server.address("imap"));
        imap.receive();
        command(imap, "LOGIN " + ALICE + " secret");
        return imap;
    }

    private static void append(Client imap, String mailbox, String flags) throws IOException {
        byte[] bytes = MESSAGE.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        imap.send("a APPEND " + mailbox + " " + flags + " \"17-Jul-1996 02:44:25 -0700\" {" + bytes.length + "+}\r\n");
        imap.send(bytes);
        imap.send("\r\n");
        assertTrue(answer(imap).getLast().startsWith("a OK"));
    }

    /// UID, flags, date and every octet of a message; `\Recent` says nothing of the message.
    private static String fetch(Client imap, int number) throws IOException {
        imap.send("a FETCH " + number + " (UID FLAGS INTERNALDATE BODY.PEEK[])\r\n");
        String head = imap.receive();
        String size = head.substring(head.lastIndexOf('{') + 1, head.length() - 1);
        byte[] body = imap.receive(Integer.parseInt(size));
        answer(imap);
        return head.substring(head.indexOf('(')).replace(" \\Recent", "")
                + new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static List<String> command(Client imap, String text) throws IOException {
        imap.send("a " + text + "\r\n");
        List<String> lines = answer(imap);
        assertTrue(lines.getLast().startsWith("a OK"), () -> text + ": " + lines);
        return lines;
    }

    private static List<String> answer(Client imap) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(imap.receive());
        } while (!lines.getLast().startsWith("a "));
        return lines;
    }
}
