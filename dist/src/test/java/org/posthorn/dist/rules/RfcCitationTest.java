package org.posthorn.dist.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// An RFC that code cites is one that a package of its module says how far it implements; an RFC that the
/// README promises is one that some package implements.
class RfcCitationTest {
    private static final Pattern CITATION = Pattern.compile("\\bRFC (\\d{3,5})\\b");

    /// A row of a package-info's table of RFCs begins with the number.
    private static final Pattern ROW = Pattern.compile("(?m)^/// \\| (\\d{3,5})\\b");

    @Test
    void whatCodeCitesStandsInAPackageInfoOfItsModule() {
        Set<String> strangers = new TreeSet<>();
        for (Path module : Sources.modules()) {
            Set<String> declared = declared(module);
            for (Path file : Sources.java(module, "main")) {
                for (String rfc : citedIn(Sources.text(file))) {
                    if (!declared.contains(rfc)) {
                        strangers.add("RFC " + rfc + " in " + Sources.root().relativize(file));
                    }
                }
            }
        }
        assertEquals(Set.of(), strangers, "cited in code, and in no package-info of the module");
    }

    @Test
    void whatTheReadmePromisesStandsInAPackageInfo() {
        Set<String> declared = Sources.modules().stream()
                .flatMap(module -> declared(module).stream())
                .collect(Collectors.toSet());
        List<String> promised = Sources.text(Sources.root().resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .flatMap(line -> citedIn(line).stream())
                .toList();
        assertEquals(
                Set.of(),
                promised.stream()
                        .filter(rfc -> !declared.contains(rfc))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertFalse(declared.isEmpty());
    }

    private static Set<String> declared(Path module) {
        return Sources.java(module, "main").stream()
                .filter(file -> file.endsWith("package-info.java"))
                .map(Sources::text)
                .flatMap(text -> Stream.concat(matches(CITATION, text), matches(ROW, text)))
                .collect(Collectors.toSet());
    }

    private static Set<String> citedIn(String text) {
        return matches(CITATION, text).collect(Collectors.toSet());
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
