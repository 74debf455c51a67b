package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.imap.fetch.ClientGrammar;
import org.posthorn.imap.fetch.MailVectors;
import org.posthorn.imap.grammar.Dialect;

/// Fetches real and awkward mail, and files that are none, through a session, and reads what comes by the letter of the
/// grammar: once as a client that has enabled nothing, to whom nothing but ASCII may be sent outside of literals, and
/// once as one that takes UTF-8. Sizes have to be those that BODYSTRUCTURE names.
class FetchGrammarTest {
    private static final String ALICE = "alice@example.org";
    private static final String ITEMS = "(UID RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE PREVIEW BODY.PEEK[1]"
        + " BODY.PEEK[1.MIME] BODY.PEEK[HEADER.FIELDS (SUBJECT \"X-Y\")]<1.50> BINARY.SIZE[1] BINARY.PEEK[1]<0.99>)";
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}\r\n$");

    @TempDir
    Path folder;

    @Test
    void everyMessageIsGrammar() throws Exception {
        var mails = mails();
        Assumptions.assumeFalse(mails.isEmpty(), "no shared/vectors here");
        try (var server = TestServer.start(Files.createDirectory(folder.resolve("server")))) {
            server.addAccount(ALICE);
            for (int from = 0; from < mails.size(); from += 100) {
                server.put(ALICE, mails.subList(from, Math.min(from + 100, mails.size())));
            }
            assertEquals(mails.size(), read(server, mails, "NOOP", Dialect.SEVEN_BIT));
            assertEquals(mails.size(), read(server, mails, "ENABLE IMAP4rev2 UTF8=ACCEPT", Dialect.UTF8));
        }
    }

    private List<byte[]> mails() throws Exception {
        var mails = new ArrayList<byte[]>();
        for (String vectors : List.of("mime", "corpus")) {
            var found = MailVectors.folder(vectors);
            if (found.isEmpty()) {
                continue;
            }
            var files = vectors.equals("mime")
                    ? found.get()
                    : MailVectors.unpacked(
                            found.get().resolve("spamassassin-a.tar.xz"),
                            Files.createDirectory(folder.resolve("corpus")));
            try (var tree = Files.walk(files)) {
                for (var file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    if (Files.size(file) < TestServer.MESSAGE_SIZE / 2) {
                        mails.add(MailVectors.mail(file));
                    }
                }
            }
        }
        return mails;
    }

    /// @return how many messages were read
    private static int read(TestServer server, List<byte[]> mails, String first, Dialect dialect) throws IOException {
        int messages = 0;
        try (var socket = server.loggedIn(ALICE)) {
            var in = new BufferedInputStream(socket.getInputStream(), 65_536);
            TestServer.say(socket, "a " + first + "\r\nb EXAMINE INBOX\r\nc FETCH 1:* " + ITEMS);
            String response = response(in);
            for (; !response.startsWith("c "); response = response(in)) {
                if (!response.contains(" FETCH (")) {
                    continue;
                }
                var values = new ClientGrammar(response, dialect).fetch();
                messages++;
                assertEquals((long) messages, values.get("UID"));
                assertEquals((long) mails.get(messages - 1).length, values.get("RFC822.SIZE"));
                assertFirstPartIsAsLongAsItSays(values.get("BODYSTRUCTURE"), values.get("BODY[1]"));
            }
            // Some have an encoding that nobody knows.
            assertEquals("c NO [UNKNOWN-CTE]", response.substring(0, 18));
        }
        return messages;
    }

    private static void assertFirstPartIsAsLongAsItSays(Object structure, Object first) {
        var part = (List<?>) structure;
        if (part.getFirst() instanceof List<?> child) {
            part = child;
        }
        if (!(part.getFirst() instanceof List<?>)) {
            assertEquals(part.get(6), (long) ((String) first).length(), structure::toString);
        }
    }

    /// One response with its literals, a char for each octet.
    private static String response(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (true) {
            int start = text.length();
            for (int next = in.read(); ; next = in.read()) {
                assertTrue(next >= 0, "the connection ended");
                text.append((char) next);
                if (next == '\n') {
                    break;
                }
            }
            assertTrue(text.charAt(text.length() - 2) == '\r', "a bare LF ends a line");
            var literal = LITERAL.matcher(text.substring(start));
            if (!literal.find()) {
                return text.toString();
            }
            text.append(new String(in.readNBytes(Integer.parseInt(literal.group(1))), StandardCharsets.ISO_8859_1));
        }
    }
}
