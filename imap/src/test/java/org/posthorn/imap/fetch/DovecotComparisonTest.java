package org.posthorn.imap.fetch;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.storage.message.StoredPart;

/// ENVELOPE, BODYSTRUCTURE and RFC822.SIZE of real and awkward mail: always grammar, and where they are not
/// what Dovecot said, it is known why. Types and encodings are compared in any case.
class DovecotComparisonTest {
    @TempDir
    Path folder;

    /// The fields of an envelope that hold some.
    private static final Set<Integer> ADDRESSES = Set.of(2, 3, 4, 5, 6, 7);

    /// Differences of structure that only a look at the mail explains.
    private static final Map<String, DovecotDifference> ODD = Map.ofEntries(
            entry("mime4j-testmsgs/very-very-long-boundary.msg", DovecotDifference.DELIMITER),
            entry("mime4j-testmsgs/weird-boundary.msg", DovecotDifference.DELIMITER),
            entry("mimekit/messages/rfc2060.txt", DovecotDifference.DELIMITER),
            entry("ruby-mail/mime_emails/raw_email4.eml", DovecotDifference.DELIMITER),
            entry("mimekit/messages/feedback-report.txt", DovecotDifference.NO_ADDRESS),
            entry("python-email/msg_29.txt", DovecotDifference.EXTENDED_PARAMETER),
            entry("python-email/msg_33.txt", DovecotDifference.EXTENDED_PARAMETER),
            entry("python-email/msg_14.txt", DovecotDifference.EMPTY_VALUE),
            entry("ruby-mail/error_emails/missing_content_disposition.eml", DovecotDifference.EMPTY_VALUE),
            entry("ruby-mail/attachment_emails/attachment_with_unquoted_name.eml", DovecotDifference.UNQUOTED_VALUE),
            entry("ruby-mail/mime_emails/raw_email_with_illegal_boundary.eml", DovecotDifference.UNQUOTED_VALUE),
            entry("ruby-mail/plain_emails/raw_email_bad_time.eml", DovecotDifference.UNQUOTED_VALUE),
            entry("ruby-mail/mime_emails/raw_email_with_binary_encoded.eml", DovecotDifference.UNQUOTED_VALUE),
            entry("ruby-mail/error_emails/content_transfer_encoding_qp_with_space.eml", DovecotDifference.ODD_ENCODING),
            entry("ruby-mail/error_emails/content_transfer_encoding_text-html.eml", DovecotDifference.ODD_ENCODING),
            entry(
                    "ruby-mail/error_emails/content_transfer_encoding_with_semi_colon.eml",
                    DovecotDifference.ODD_ENCODING));

    private final Map<DovecotDifference, Integer> counts = new EnumMap<>(DovecotDifference.class);
    private int all;
    private int same;

    @Test
    void awkwardMail() throws Exception {
        var mime = MailVectors.folder("mime");
        Assumptions.assumeTrue(mime.isPresent(), "no shared/vectors/mime here");
        for (String line : Files.readAllLines(mime.get().resolve("dovecot-fetch.jsonl"))) {
            compare(line, mime.get());
        }
        assertEquals(
                "{UNENDED_LINE=28, NO_DELIMITER=11, EIGHT_BIT=12, EXTENDED_PARAMETER=6, WHITE_SPACE=7, NO_ADDRESS=10,"
                        + " SECOND_FIELD=2, ODD_ENCODING=3, EMPTY_VALUE=2, UNQUOTED_VALUE=4, DELIMITER=4}",
                counts.toString());
        assertEquals("135 of 213", same + " of " + all);
    }

    @Test
    void realMail() throws Exception {
        var corpus = MailVectors.folder("corpus");
        Assumptions.assumeTrue(corpus.isPresent(), "no shared/vectors/corpus here");
        var mails = MailVectors.unpacked(corpus.get().resolve("spamassassin-a.tar.xz"), folder);
        var file = corpus.get().resolve("spamassassin-a-dovecot-fetch.jsonl.gz");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                compare(line, mails);
            }
        }
        assertEquals(
                "{UNENDED_LINE=12, NO_DELIMITER=1, EIGHT_BIT=19, WHITE_SPACE=270, NO_ADDRESS=7}", counts.toString());
        assertEquals("2695 of 3000", same + " of " + all);
    }

    private void compare(String line, Path mails) throws Exception {
        String name = json(line, "file");
        byte[] mail = MailVectors.mail(mails.resolve(name));
        var root = MailVectors.parse(mail);
        String fetch = json(line, "fetch");
        var theirs = members((List<?>) new ClientGrammar(fetch.substring(fetch.indexOf('('))).any());
        assertEquals((long) mail.length, theirs.get("RFC822.SIZE"), name);
        var why = EnumSet.noneOf(DovecotDifference.class);
        var envelope = (List<?>) theirs.get("ENVELOPE");
        for (int field = 0; field < envelope.size(); field++) {
            var odd = ADDRESSES.contains(field) ? DovecotDifference.NO_ADDRESS : DovecotDifference.SECOND_FIELD;
            compare(envelope.get(field), ((List<?>) envelope(root)).get(field), Optional.of(odd), why);
        }
        var odd = Optional.ofNullable(ODD.get(name));
        compare(upper(theirs.get("BODYSTRUCTURE")), upper(structure(root, true)), odd, why);
        if (theirs.containsKey("BODY")) {
            compare(upper(theirs.get("BODY")), upper(structure(root, false)), odd, why);
        }
        why.forEach(reason -> counts.merge(reason, 1, Integer::sum));
        same += why.isEmpty() ? 1 : 0;
        all++;
    }

    private static Map<String, Object> members(List<?> fetch) {
        var members = new HashMap<String, Object>();
        for (int i = 0; i < fetch.size(); i += 2) {
            members.put((String) fetch.get(i), fetch.get(i + 1));
        }
        return members;
    }

    private static Object upper(Object tree) {
        return switch (tree) {
            case List<?> list -> list.stream().map(DovecotComparisonTest::upper).toList();
            case String text -> text.toUpperCase(Locale.ROOT);
            default -> tree;
        };
    }

    /// @param odd what it is when it can't be told from the values
    private static void compare(
            Object theirs, Object ours, Optional<DovecotDifference> odd, Set<DovecotDifference> why) {
        if (theirs instanceof List<?> left && ours instanceof List<?> right && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                compare(left.get(i), right.get(i), odd, why);
            }
        } else if (!theirs.equals(ours)) {
            why.add(reason(theirs, ours)
                    .or(() -> odd)
                    .orElseThrow(() -> new AssertionError("theirs " + theirs + "\nours   " + ours)));
        }
    }

    private static Optional<DovecotDifference> reason(Object theirs, Object ours) {
        if (theirs instanceof Long lines && ours instanceof Long counted) {
            return lines == counted - 1
                    ? Optional.of(DovecotDifference.UNENDED_LINE)
                    : lines == 0 ? Optional.of(DovecotDifference.NO_DELIMITER) : Optional.empty();
        }
        String text = theirs.toString();
        String told = ours.toString();
        if (text.chars().anyMatch(c -> c >= 0x80) || told.contains("=?UTF-8?") || told.equals(text + "*")) {
            return Optional.of(DovecotDifference.EIGHT_BIT);
        }
        if (text.replaceAll("\\s", "").equals(told.replaceAll("\\s", ""))) {
            return Optional.of(DovecotDifference.WHITE_SPACE);
        }
        return text.contains("''") || told.contains("''")
                ? Optional.of(DovecotDifference.EXTENDED_PARAMETER)
                : Optional.empty();
    }

    private static Object envelope(StoredPart root) throws PeerGone {
        var grammar = new ClientGrammar(Wire.envelope(root, Dialect.SEVEN_BIT));
        var tree = grammar.envelope();
        grammar.end();
        return tree;
    }

    private static Object structure(StoredPart root, boolean extended) throws PeerGone {
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
