package org.posthorn.smtp.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.dns.Zone;
import org.yaml.snakeyaml.Yaml;

/// The suite of RFC 7208, every case, each beside what it expects.
class SpfSuiteTest {
    private static final int CASES = 193;

    @Test
    void everyCaseOfTheSuite() throws Exception {
        var suite = Path.of(System.getProperty("posthorn.vectors", "../../shared/vectors"))
                .resolve("spf/rfc7208-tests-2014-05.yml");
        Assumptions.assumeTrue(Files.exists(suite), "no shared/vectors/spf here");
        var wrong = new ArrayList<String>();
        int cases = 0;
        try (var in = Files.newBufferedReader(suite)) {
            for (var document : new Yaml().loadAll(in)) {
                var scenario = (Map<?, ?>) document;
                for (var test : ((Map<?, ?>) scenario.get("tests")).entrySet()) {
                    cases++;
                    check(test.getKey().toString(), (Map<?, ?>) test.getValue(), scenario, wrong);
                }
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
        assertEquals(CASES, cases);
    }

    private static void check(String name, Map<?, ?> test, Map<?, ?> scenario, List<String> wrong) {
        var identity = SpfIdentity.mailFrom(
                InetAddress.ofLiteral(test.get("host").toString()),
                test.get("mailfrom").toString(),
                test.get("helo").toString(),
                "receiver.example.org",
                Instant.ofEpochSecond(1_700_000_000));
        var zone = new Zone((Map<?, ?>) scenario.get("zonedata"));
        var result = SpfCheck.run(zone, identity);
        var allowed = test.get("result") instanceof List<?> several ? several : List.of(test.get("result"));
        if (!allowed.contains(result.verdict().word())) {
            wrong.add(name + ": " + result + " instead of " + allowed);
        }
        var words = test.get("explanation");
        if (words != null && result.verdict() == SpfVerdict.FAIL && !said(words, result)) {
            wrong.add(name + ": " + result + " instead of the words " + words);
        }
        assertTrue(zone.questions() <= 111, name + " asked " + zone.questions() + " questions");
    }

    private static boolean said(Object words, SpfResult result) {
        return words.equals("DEFAULT")
                ? result.explanation().isEmpty()
                : result.explanation().filter(words::equals).isPresent();
    }
}
