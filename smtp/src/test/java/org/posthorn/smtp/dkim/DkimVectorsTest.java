package org.posthorn.smtp.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.dns.Zone;

/// Messages that others have signed, with the keys that they published.
class DkimVectorsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Path vectors;

    @BeforeEach
    void find() {
        vectors = Path.of(System.getProperty("posthorn.vectors", "../../shared/vectors"), "dkim");
        Assumptions.assumeTrue(Files.isDirectory(vectors), "no shared/vectors/dkim here");
    }

    /// The message of RFC 8463 §A.3, signed with RSA and with Ed25519; and two by other implementations.
    @Test
    void keysAndMessagesInOneFile() throws Exception {
        for (String name : List.of("001.txt", "002.txt", "003.txt")) {
            String text = read("stalwart-mail-auth/" + name);
            int end = text.indexOf("\n\n");
            Map<String, List<?>> zone = new HashMap<>();
            for (String line : text.substring(0, end).split("\n")) {
                String[] parts = line.split(" ", 2);
                zone.put(parts[0], List.of(Map.of("TXT", parts[1])));
            }
            var results = Mail.of(text.substring(end + 2).stripLeading()).verify(new Zone(zone), NOW);
            assertEquals(List.of("pass"), words(results), name + ": " + results);
        }
    }

    @Test
    void mailOfGmail() throws Exception {
        String key = read("mimekit/gmail.pub").replaceAll("-----[A-Z ]*-----|\\s", "");
        var zone = new Zone(Map.of("20120113._domainkey.gmail.com", List.of(Map.of("TXT", "k=rsa; p=" + key))));
        var results = Mail.of(read("mimekit/gmail.msg")).verify(zone, NOW);
        assertEquals(List.of("pass"), words(results), results.toString());
    }

    private static List<String> words(List<DkimResult> results) {
        return results.stream()
                .map(result -> result.verdict().word())
                .distinct()
                .toList();
    }

    private String read(String file) throws Exception {
        return Files.readString(vectors.resolve(file), StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n");
    }
}
