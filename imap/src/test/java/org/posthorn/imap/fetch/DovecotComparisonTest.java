package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.storage.message.StoredPart;

/// ENVELOPE, BODY and BODYSTRUCTURE of real and awkward mail: always grammar, and beside what Dovecot said of it.
///
/// Where the two differ it is for these reasons: a last line without CRLF is a line; a multipart in which no part is
/// found shows its text instead of an empty part; 8-bit header text is an encoded-word, 8-bit and RFC 2231 parameters
/// are written anew; of a field that is there twice the first counts; an address that is none is read for its words.
class DovecotComparisonTest {
    private static final int ALL = 213;
    private static final int SAME = 133;

    @Test
    void saysWhatDovecotSays() throws Exception {
        var folder = MailVectors.folder("mime");
        Assumptions.assumeTrue(folder.isPresent(), "no shared/vectors/mime here");
        int all = 0;
        int same = 0;
        for (String line : Files.readAllLines(folder.get().resolve("dovecot-fetch.jsonl"))) {
            byte[] mail = MailVectors.mail(folder.get().resolve(json(line, "file")));
            var root = MailVectors.parse(mail);
            // UID 1 RFC822.SIZE 2 ENVELOPE (…) BODY (…) BODYSTRUCTURE (…)
            var theirs = (List<?>) new ClientGrammar(json(line, "fetch")).any();
            assertEquals(theirs.get(3), (long) mail.length, line);
            boolean structure = alike(theirs.get(7), body(root, false)) && alike(theirs.get(9), body(root, true));
            all++;
            same += structure && theirs.get(5).equals(envelope(root)) ? 1 : 0;
        }
        assertEquals(ALL, all);
        assertTrue(same >= SAME, "only " + same + " are the same");
    }

    private static boolean alike(Object theirs, Object ours) {
        return theirs.toString().toLowerCase(Locale.ROOT).equals(ours.toString().toLowerCase(Locale.ROOT));
    }

    private static Object envelope(StoredPart root) throws PeerGone {
        var grammar = new ClientGrammar(Wire.envelope(root, Dialect.SEVEN_BIT));
        var tree = grammar.envelope();
        grammar.end();
        return tree;
    }

    private static Object body(StoredPart root, boolean extended) throws PeerGone {
        String told = Wire.structure(root, extended, Dialect.SEVEN_BIT);
        var grammar = new ClientGrammar(told);
        grammar.body(extended);
        grammar.end();
        return new ClientGrammar(told).any();
    }

    /// The string of a member in a line of JSON that Python wrote.
    private static String json(String line, String member) {
        var out = new StringBuilder();
        for (int at = line.indexOf("\"" + member + "\": \"") + member.length() + 5; line.charAt(at) != '"'; at++) {
            if (line.charAt(at) != '\\') {
                out.append(line.charAt(at));
                continue;
            }
            at++;
            switch (line.charAt(at)) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(line.substring(at + 1, at + 5), 16));
                    at += 4;
                }
                default -> out.append(line.charAt(at));
            }
        }
        return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
}
