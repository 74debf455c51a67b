package org.posthorn.storage.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.posthorn.storage.BackupFailed;

/// The files of one backup, as `meta/ID` lists them. RocksDB verifies them while it restores, too, but without
/// telling which one is damaged, and only when half of the store is written.
///
///     seconds since 1970
///     sequence number
///     metadata HEX
///     number of files
///     PATH crc32 CHECKSUM        for each file; CRC-32C, decimal
record BackupContents(Path folder, int id) {
    private static final Pattern FILE = Pattern.compile("(\\S+) crc32 (\\d+)(?: .*)?");
    private static final Pattern COUNT = Pattern.compile("\\d+");
    private static final int BUFFER = 1 << 18;

    /// @throws BackupFailed a file is missing or damaged; the message names it
    void verify() throws BackupFailed {
        Path meta = folder.resolve("meta/" + id);
        List<String> lines;
        try {
            lines = Files.readAllLines(meta);
        } catch (IOException e) {
            throw new BackupFailed(meta + " can't be read: backup " + id + " is lost", e);
        }
        var files =
                lines.stream().map(FILE::matcher).filter(line -> line.matches()).toList();
        var counts = lines.stream().filter(COUNT.asMatchPredicate()).toList();
        if (counts.size() != 3 || Integer.parseInt(counts.get(2)) != files.size()) {
            throw new BackupFailed(meta + " is damaged: backup " + id + " can't be restored", null);
        }
        for (var file : files) {
            verify(folder.resolve(file.group(1)), Long.parseLong(file.group(2)));
        }
    }

    private void verify(Path file, long expected) throws BackupFailed {
        try {
            if (checksum(file) != expected) {
                throw new BackupFailed(
                        file + " is damaged (its checksum is not what it was): backup " + id
                                + " can't be restored, try an older one with --backup",
                        null);
            }
        } catch (NoSuchFileException e) {
            throw new BackupFailed(
                    file + " is missing: backup " + id + " can't be restored, try an older one with --backup", e);
        } catch (IOException e) {
            throw new BackupFailed(file + " can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static long checksum(Path file) throws IOException {
        var checksum = new CRC32C();
        var buffer = ByteBuffer.allocateDirect(BUFFER);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                checksum.update(buffer.flip());
            }
        }
        return checksum.getValue();
    }
}
