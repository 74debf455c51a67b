package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where letters come from: one file or folder that was named.
public interface Source {

    /// What it takes on the disk; what its letters say adds up to about this.
    long bytes() throws IOException;

    /// Tells every letter, always in the same order.
    ///
    /// @throws IOException the source as a whole can't be read
    <X extends Exception> void read(Letter.Visitor<X> visitor) throws X, IOException;

    /// @param mailbox into which, or below which, letters come; empty: by the source's own folders
    /// @throws IOException it is not there, or none of the formats
    static Source open(Path path, Optional<Format> asked, String mailbox) throws IOException {
        Path real = path.toRealPath();
        return switch (asked.isPresent() ? asked.get() : guess(real)) {
            case MAILDIR -> new MaildirSource(real, mailbox);
            case MBOX -> new MboxSource(real, mailbox);
            case EML -> new EmlSource(real, mailbox);
        };
    }

    private static Format guess(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return MboxSource.looksLike(path) ? Format.MBOX : Format.EML;
        }
        if (Files.isDirectory(path.resolve("cur"))) {
            return Format.MAILDIR;
        }
        boolean mboxes = files(path).stream()
                .anyMatch(file ->
                        file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".mbox"));
        return mboxes ? Format.MBOX : Format.EML;
    }

    /// The files below, in the order of their paths. Names, not contents, are held.
    static List<Path> files(Path path) throws IOException {
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    static long bytesBelow(Path path) throws IOException {
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.mapToLong(
                            file -> Files.isRegularFile(file) ? file.toFile().length() : 0)
                    .sum();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
