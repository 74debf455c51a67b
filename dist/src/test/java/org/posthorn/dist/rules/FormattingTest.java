package org.posthorn.dist.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every Java file has the form that palantir-java-format gives it.
///
/// `mvn -pl dist -am -Dformat=apply -Dtest=FormattingTest -Dsurefire.failIfNoSpecifiedTests=false package`
/// gives it.
class FormattingTest {
    private static final boolean APPLY = "apply".equals(System.getProperty("format"));

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    @Test
    void everyFileIsFormatted() {
        List<Path> files = Sources.modules().stream()
                .flatMap(module -> Stream.of("main", "test").flatMap(kind -> Sources.java(module, kind).stream()))
                .toList();
        List<Path> others = files.parallelStream().filter(this::differs).toList();
        assertEquals(List.of(), others, "apply the formatter with -Dformat=apply (see FormattingTest)");
    }

    private boolean differs(Path file) {
        try {
            String text = Sources.text(file);
            String formatted = formatter.formatSourceAndFixImports(text);
            if (formatted.equals(text)) {
                return false;
            }
            if (APPLY) {
                Files.writeString(file, formatted);
            }
            return !APPLY;
        } catch (FormatterException | IOException failed) {
            throw new AssertionError(file + ": " + failed.getMessage(), failed);
        }
    }
}
