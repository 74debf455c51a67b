package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.posthorn.common.vectors.Vectors;

/// BODYSTRUCTURE and ENVELOPE as Dovecot 2.3 gave them for the same mail: a second opinion, not the
/// standard. Compared are nesting, types, parameters, ids, descriptions, encodings, sizes and lines. Three
/// differences are ironed out in [BodyText]: Dovecot counts LFs where we count lines, shows RFC 2231
/// parameters as written, and looks for a message in an encoded one.
class DovecotComparisonTest {

    /// Where we read otherwise, and why.
    private static final Set<String> DIFFERENT = new TreeSet<>(List.of(
            // The CRLF before an outer delimiter belongs to it, also behind the end of an inner multipart.
            "mimekit/messages/rfc2060.txt",
            // Dovecot cuts a boundary after 80 characters, and finds it in more lines.
            "mime4j-testmsgs/very-very-long-boundary.msg",
            // White space at the end of a boundary can't be told from padding (RFC 2046 §5.1.1).
            "mime4j-testmsgs/weird-boundary.msg",
            // No media type at all: text/plain, where Dovecot has an empty type (RFC 2045 §5.2).
            "python-email/msg_14.txt",
            // RFC 2231 parameters: decoded; one of them is a boundary.
            "python-email/msg_29.txt",
            "python-email/msg_32.txt",
            "python-email/msg_33.txt",
            "ruby-mail/attachment_emails/attachment_with_encoded_name.eml",
            "ruby-mail/plain_emails/raw_email8.eml",
            // A value without quotes, with spaces: all of it.
            "ruby-mail/attachment_emails/attachment_with_unquoted_name.eml",
            // Dovecot knows no encoding that is misspelt; we show what is declared, and what it clearly means.
            "ruby-mail/error_emails/content_transfer_encoding_qp_with_space.eml",
            "ruby-mail/error_emails/content_transfer_encoding_text-html.eml",
            "ruby-mail/error_emails/content_transfer_encoding_with_semi_colon.eml",
            // A boundary without quotes, with `=` in it: Dovecot stops there, and takes the last delimiter for one
            // more.
            "ruby-mail/mime_emails/raw_email_with_binary_encoded.eml",
            "ruby-mail/mime_emails/raw_email_with_illegal_boundary.eml",
            "ruby-mail/plain_emails/raw_email_bad_time.eml",
            // `--boundary-` is no delimiter.
            "ruby-mail/mime_emails/raw_email4.eml"));

    @Test
    void structuresOfTheVectors() throws IOException {
        var different = new TreeSet<String>();
        int same = 0;
        for (var line : Files.readAllLines(Vectors.require("mime/dovecot-fetch.jsonl"))) {
            var json = new ObjectMapper().readTree(line);
            var file = json.get("file").asText();
            var mail = Vectors.normalised(Files.readAllBytes(Vectors.require("mime/" + file)));
            if (BodyText.of(mail).equals(theirs(json.get("fetch").asText()))) {
                same++;
            } else {
                different.add(file);
            }
        }
        assertEquals(DIFFERENT, different);
        assertTrue(same >= 190, "same: " + same);
    }

    @Test
    void structuresAndEnvelopesOfTheCorpus() throws IOException {
        var mails = Vectors.corpus("spamassassin-a");
        var different = new TreeSet<String>();
        int envelopes = 0;
        int same = 0;
        var file = Vectors.require("corpus/spamassassin-a-dovecot-fetch.jsonl.gz");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var json = new ObjectMapper().readTree(line);
                var mail = Vectors.normalised(mails.get(json.get("file").asText()));
                var fetch = json.get("fetch").asText();
                if (BodyText.of(mail).equals(theirs(fetch))) {
                    same++;
                } else {
                    different.add(json.get("file").asText());
                }
                var envelope = Trees.parse(mail).root().envelope().orElseThrow();
                envelopes += EnvelopeText.of(envelope).equals(theirEnvelope(fetch)) ? 1 : 0;
            }
        }
        assertEquals(Set.of(), different);
        // Spam has `<undisclosed-recipients:;@webnote.net>` and `<C:x.txt@webnote.net>`; one name ends with a space.
        assertTrue(envelopes >= 2992, "same envelopes: " + envelopes);
        assertEquals(3000, same);
    }

    private static String theirs(String fetch) {
        var body = fetch.substring(fetch.indexOf('('));
        return BodyText.of(SExpression.parse(body).get("BODYSTRUCTURE"));
    }

    private static List<String> theirEnvelope(String fetch) {
        return EnvelopeText.of(
                SExpression.parse(fetch.substring(fetch.indexOf('('))).get("ENVELOPE"));
    }
}
