package org.posthorn.dist.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The packaged tree `target/posthorn`.
public final class Installation {
    private static final int COMMAND_SECONDS = 120;

    private Installation() {}

    /// What a command did.
    public record Ran(int exitCode, String out, String err) {
        /// @throws AssertionError it failed
        public Ran orFail() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\n" + out + err);
            }
            return this;
        }
    }

    public static Path launcher() {
        Path launcher = Path.of("target/posthorn/bin/posthorn").toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException("not packaged: " + launcher);
        }
        return launcher;
    }

    /// Runs `posthorn ARGUMENTS` to its end.
    public static Ran posthorn(String... arguments) {
        return run(Map.of(), "", posthornLine(arguments));
    }

    /// Runs `posthorn ARGUMENTS` to its end, with text on its standard input.
    public static Ran posthornReading(String input, String... arguments) {
        return run(Map.of(), input, posthornLine(arguments));
    }

    private static List<String> posthornLine(String... arguments) {
        List<String> line = new ArrayList<>(List.of(launcher().toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    /// Runs any program to its end.
    ///
    /// @param environment added to this process's own
    public static Ran run(Map<String, String> environment, String input, List<String> line) {
        try {
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().putAll(environment);
            Process process = builder.start();
            var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // it ended without reading all of it, which is its right
            }
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end\n" + out.join() + err.join());
            }
            return new Ran(process.exitValue(), out.join(), err.join());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String text(java.io.InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
