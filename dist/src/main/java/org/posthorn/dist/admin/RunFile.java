package org.posthorn.dist.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// `DATA/run/admin.json`: how the command line finds the server that runs on a data folder. Readable by
/// its owner only, there while the server runs, gone after a clean stop.
///
/// @param admin     `host:port` of the admin listener; empty when the configuration has none
/// @param token     what every request but `/health` has to bring
/// @param listeners all of them, with their real ports
public record RunFile(long pid, String admin, String token, List<Bound> listeners) {

    /// A listener that is open.
    ///
    /// @param name    as in the configuration: `smtp`, `imaps`, …
    /// @param address `host:port`
    public record Bound(String name, String address) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Replaces the file as a whole: a reader sees the old one or the new one.
    public void write(Path file) throws IOException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                "admin",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, JSON.writeValueAsBytes(this));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What a server left there that is alive, or was killed; empty when there is none.
    public static Optional<RunFile> read(Path file) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), RunFile.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
