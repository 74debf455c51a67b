package org.posthorn.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.posthorn.common.mime.MimeParser;
import org.posthorn.storage.message.StoredPart;

/// Real and awkward mail that lies beside the project: in `shared/vectors` of some folder above, or where the system
/// property `posthorn.vectors` says.
public final class MailVectors {
    private MailVectors() {}

    /// A folder of the vectors, if they are here.
    public static Optional<Path> folder(String name) {
        String said = System.getProperty("posthorn.vectors");
        if (said != null) {
            return Optional.of(Path.of(said, name)).filter(Files::isDirectory);
        }
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var found = at.resolve("shared").resolve("vectors").resolve(name);
            if (Files.isDirectory(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// As a mail store gets it: without mbox's `From ` line, with CRLF.
    public static byte[] mail(byte[] file) {
        int start = 0;
        if (file.length > 5 && new String(file, 0, 5, StandardCharsets.US_ASCII).equals("From ")) {
            while (file[start++] != '\n') {
                // to the end of the line
            }
        }
        var out = new ByteArrayOutputStream();
        for (int i = start; i < file.length; i++) {
            if (file[i] == '\n' && (i == start || file[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(file[i]);
        }
        return out.toByteArray();
    }

    public static byte[] mail(Path file) throws IOException {
        return mail(Files.readAllBytes(file));
    }

    /// Unpacks an archive of the vectors, or skips the test where no `tar` can do it.
    ///
    /// @return the folder that its files are in
    public static Path unpacked(Path archive, Path into) throws IOException, InterruptedException {
        var tar = new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", into.toString())
                .inheritIO()
                .start();
        Assumptions.assumeTrue(tar.waitFor() == 0, "tar can't unpack xz here");
        return into;
    }

    public static StoredPart parse(byte[] mail) {
        var parser = new MimeParser();
        parser.accept(ByteBuffer.wrap(mail));
        return StoredPart.of(parser.finish().root());
    }
}
