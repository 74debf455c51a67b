package org.posthorn.dist.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Java files of the project.
final class Sources {
    private Sources() {}

    /// The project's root: the tests of this module run in its folder.
    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static List<Path> modules() {
        return Stream.of("common", "storage", "smtp", "imap", "pop3", "dist")
                .map(root()::resolve)
                .toList();
    }

    /// Those below `src/main` or `src/test` of a module.
    static List<Path> java(Path module, String kind) {
        Path sources = module.resolve("src").resolve(kind);
        if (Files.notExists(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
