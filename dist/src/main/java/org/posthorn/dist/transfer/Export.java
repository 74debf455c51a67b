package org.posthorn.dist.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;

/// Writes letters into a folder. Maildir and eml keep the stored octets as they are, mbox has LF line ends and quotes.
/// The flags are in the names of files or in `Status` fields; keywords but `$Forwarded` have no place in any of them.
public record Export(Path root, Format format) {

    /// @throws IOException                  the letter can't be read; nothing is left of it
    /// @throws java.io.UncheckedIOException the folder can't be written
    public void put(Letter letter) throws IOException {
        switch (format) {
            case MAILDIR -> {
                Path folder = root.resolve(FolderNames.maildir(letter.mailbox()));
                for (String part : new String[] {"cur", "new", "tmp"}) {
                    writing(() -> Files.createDirectories(folder.resolve(part)));
                }
                Instant date = letter.date();
                String time = String.format(
                        Locale.ROOT, "%d.M%03d", date.getEpochSecond(), Math.floorMod(date.toEpochMilli(), 1_000));
                String name = time + "U" + letter.name() + ".posthorn:2," + SystemFlags.maildir(letter.flags());
                file(folder.resolve("cur").resolve(name), letter);
            }
            case EML -> {
                Path folder = root.resolve(FolderNames.tree(letter.mailbox()));
                writing(() -> Files.createDirectories(folder));
                String flags = SystemFlags.maildir(letter.flags());
                file(folder.resolve(letter.name() + (flags.isEmpty() ? "" : "," + flags) + ".eml"), letter);
            }
            case MBOX -> {
                Path file = root.resolve(FolderNames.tree(letter.mailbox()) + ".mbox");
                writing(() -> Files.createDirectories(file.getParent()));
                append(file, letter);
            }
        }
    }

    private static void file(Path file, Letter letter) throws IOException {
        boolean whole = false;
        try {
            try (OutputStream out = writing(() -> Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
                letter.content().writeTo(new UncheckedOutput(out));
            }
            writing(() -> Files.setLastModifiedTime(file, FileTime.from(letter.date())));
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void append(Path file, Letter letter) throws IOException {
        try (FileChannel channel =
                writing(() -> FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
            long end = channel.size();
            channel.position(end);
            boolean whole = false;
            try {
                OutputStream out = new UncheckedOutput(new BufferedOutputStream(Channels.newOutputStream(channel)));
                out.write((FromLine.of(letter.date()) + "\n").getBytes(StandardCharsets.US_ASCII));
                MboxOutput message = new MboxOutput(out);
                out.write(SystemFlags.statusFields(letter.flags()).getBytes(StandardCharsets.US_ASCII));
                letter.content().writeTo(message);
                message.finish();
                out.flush();
                whole = true;
            } finally {
                if (!whole) {
                    channel.truncate(end);
                }
            }
        }
    }

    private interface Writing<T> {
        T run() throws IOException;
    }

    private static <T> T writing(Writing<T> work) {
        try {
            return work.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
