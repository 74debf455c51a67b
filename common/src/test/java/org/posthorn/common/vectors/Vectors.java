package org.posthorn.common.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The folder of test vectors: the system property `posthorn.vectors`, else `shared/vectors` beside any
/// folder above the working directory.
public final class Vectors {

    private Vectors() {}

    /// A file or folder of the vectors; without it the calling test is skipped, saying so.
    public static Path require(String name) {
        var path = root().map(root -> root.resolve(name)).filter(Files::exists);
        return path.orElseGet(() -> Assumptions.abort(
                "no test vectors here: shared/vectors/" + name + " (say where with -Dposthorn.vectors=…)"));
    }

    private static Optional<Path> root() {
        var named = System.getProperty("posthorn.vectors");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var beside = folder.resolve("shared").resolve("vectors");
            if (Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }

    /// Every mail of `shared/vectors/mime`, sorted by name.
    public static List<Path> mails() {
        var folder = require("mime");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Vectors::isMail)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMail(Path file) {
        var name = file.getFileName().toString();
        return !file.toString().contains("headers-stalwart")
                && Stream.of(".jsonl", ".out", ".xml", "ORIGIN.txt").noneMatch(name::endsWith);
    }

    /// The mail as a mailbox would hold it: without an mbox separator on top, every line end CRLF.
    public static byte[] normalised(byte[] mail) {
        var out = new byte[2 * mail.length];
        int length = 0;
        boolean separator = mail.length > 5 && new String(mail, 0, 5, StandardCharsets.US_ASCII).equals("From ");
        int at = 0;
        while (separator && at < mail.length && mail[at++] != '\n') {
            // Passing over the separator.
        }
        for (; at < mail.length; at++) {
            if (mail[at] == '\n' && (length == 0 || out[length - 1] != '\r')) {
                out[length++] = '\r';
            }
            out[length++] = mail[at];
        }
        return Arrays.copyOf(out, length);
    }

    /// The messages of the corpus `corpus/NAME.tar.xz`, in the archive's order; skipped where `tar` can't
    /// read it.
    public static Map<String, byte[]> corpus(String name) {
        var archive = require("corpus/" + name + ".tar.xz");
        try {
            var folder = Files.createTempDirectory("posthorn-corpus");
            try {
                var tar = new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", folder.toString())
                        .redirectErrorStream(true)
                        .start();
                tar.getInputStream().readAllBytes();
                Assumptions.assumeTrue(tar.waitFor() == 0, "tar or xz is missing: the corpus is not read");
                return read(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            return Assumptions.abort("the corpus is not read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        var mails = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                mails.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return mails;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
