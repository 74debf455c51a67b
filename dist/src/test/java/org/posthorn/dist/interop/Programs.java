package org.posthorn.dist.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/// Clients that may or may not be installed.
final class Programs {
    private static final boolean REQUIRED = "required".equals(System.getProperty("posthorn.interop"));

    private Programs() {}

    /// Skips the test when the program is not there, or fails it where programs are required.
    static void need(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        need(there, program);
    }

    /// The same of a library.
    static void needFile(Path file) {
        need(Files.exists(file), file.toString());
    }

    private static void need(boolean there, String what) {
        if (!there && REQUIRED) {
            throw new AssertionError(what + " is not installed, and required here");
        }
        Assumptions.assumeTrue(there, what + " is not installed");
    }
}
