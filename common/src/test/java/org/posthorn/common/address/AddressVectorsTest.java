package org.posthorn.common.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.posthorn.common.vectors.Vectors;
import org.w3c.dom.Element;

/// Other projects' tables of addresses and domain names.
class AddressVectorsTest {

    /// isemail sorts addresses by what they are good for. What RFC 5321 allows in an envelope is ours;
    /// comments, folding, obsolete forms and RFC 5322's free domain literals are not. DNSWARN says only
    /// that a name had no record in 2010. A local part of more than 64 octets is ours too.
    private static final Set<String> VALID = Set.of("ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321");

    @Test
    void isemail() throws Exception {
        var file = Vectors.require("email-address/tests.xml").toFile();
        var tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file)
                .getElementsByTagName("test");
        var wrong = new ArrayList<String>();
        for (int i = 0; i < tests.getLength(); i++) {
            var test = (Element) tests.item(i);
            var address = controls(text(test, "address"));
            boolean expected = VALID.contains(text(test, "category"))
                    || text(test, "diagnosis").equals("ISEMAIL_RFC5322_LOCAL_TOOLONG");
            if (EmailAddress.tryParse(address).isPresent() != expected) {
                wrong.add(test.getAttribute("id") + " " + address + " " + text(test, "diagnosis"));
            }
        }
        assertTrue(tests.getLength() > 150);
        assertEquals(List.of(), wrong);
    }

    private static String text(Element test, String name) {
        return test.getElementsByTagName(name).item(0).getTextContent();
    }

    /// The file writes control characters as the symbols for them.
    private static String controls(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> out.append((char) (c >= 0x2400 && c < 0x2420 ? c - 0x2400 : c)));
        return out.toString();
    }

    @Test
    void punycode() throws IOException {
        int count = 0;
        for (var test : new ObjectMapper().readTree(Files.readString(Vectors.require("idna/punycode_tests.json")))) {
            var decoded = test.get("decoded").asText();
            var encoded = test.get("encoded").asText();
            assertEquals(Optional.of(decoded), Punycode.decode(encoded), encoded);
            assertEquals(encoded, Punycode.encode(decoded));
            count++;
        }
        assertTrue(count > 15);
    }

    /// UTS 46 allows what IDNA 2008 doesn't (symbols, unassigned letters): those names we refuse. Where
    /// both take one, the result is the same. What we take though UTS 46 refuses it: A-labels, which are
    /// not looked into; the Bidi rule, which UTS 46 asks of all labels of a domain; and 8 more: hyphens in
    /// ASCII labels, an approximated joiner.
    @Test
    void uts46() throws IOException {
        int same = 0;
        var different = new ArrayList<String>();
        var tooMany = new ArrayList<String>();
        for (var line : Files.readAllLines(Vectors.require("idna/IdnaTestV2.txt"))) {
            var columns = (line.contains("#") ? line.substring(0, line.indexOf('#')) : line).split(";", -1);
            var ours = columns.length < 5 ? Optional.<String>empty() : ascii(unescaped(columns[0].strip()));
            if (ours.isEmpty()) {
                continue;
            }
            // Empty columns repeat the one before: source, toUnicode, its status, toAsciiN, its status.
            var unicode = columns[1].isBlank() ? columns[0] : columns[1];
            var ascii = unescaped((columns[3].isBlank() ? unicode : columns[3]).strip());
            var status = (columns[4].isBlank() ? columns[2] : columns[4]).strip();
            if (!status.isEmpty() && !status.equals("[]")) {
                boolean known =
                        columns[0].toLowerCase(Locale.ROOT).contains("xn--") || status.matches("\\[(B[1-6](, )?)+]");
                tooMany.addAll(known ? List.of() : List.of(columns[0]));
            } else if (ours.get().equals(ascii)) {
                same++;
            } else {
                different.add(columns[0] + " is " + ascii + ", not " + ours.get());
            }
        }
        assertEquals(List.of(), different);
        assertTrue(same >= 390, "same: " + same);
        assertTrue(tooMany.size() <= 8, tooMany::toString);
    }

    private static Optional<String> ascii(String domain) {
        try {
            return Optional.of(DomainName.toAscii(domain));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String unescaped(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                out.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }
}
