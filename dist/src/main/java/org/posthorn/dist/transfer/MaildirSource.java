package org.posthorn.dist.transfer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A Maildir and its Maildir++ subfolders `.Sent.2024`: flags from `:2,FRS`, the date from the file's. The names of one
/// folder's files are held at a time.
record MaildirSource(Path root, String mailbox) implements Source {

    @Override
    public long bytes() throws IOException {
        return Source.bytesBelow(root);
    }

    @Override
    public <X extends Exception> void read(Letter.Visitor<X> visitor) throws X, IOException {
        if (!isMaildir(root)) {
            throw new NoSuchFileException(root + " is no Maildir: it has no folder cur");
        }
        folder(root, "", visitor);
        for (String name : names(root)) {
            Path sub = root.resolve(name);
            if (name.startsWith(".") && isMaildir(sub)) {
                folder(sub, name, visitor);
            }
        }
    }

    private static boolean isMaildir(Path folder) {
        return Files.isDirectory(folder.resolve("cur")) || Files.isDirectory(folder.resolve("new"));
    }

    private <X extends Exception> void folder(Path folder, String name, Letter.Visitor<X> visitor)
            throws X, IOException {
        String into = FolderNames.below(mailbox, FolderNames.ofMaildir(name));
        for (String part : List.of("cur", "new")) {
            if (Files.isDirectory(folder.resolve(part))) {
                for (String file : names(folder.resolve(part))) {
                    if (!file.startsWith(".")) {
                        message(folder, part, file, into, visitor);
                    }
                }
            }
        }
    }

    private static <X extends Exception> void message(
            Path folder, String part, String name, String into, Letter.Visitor<X> visitor) throws X {
        Path file = folder.resolve(part).resolve(name);
        int end = name.indexOf(":2,");
        String unique = end < 0 ? name : name.substring(0, end);
        String letters = end < 0 ? "" : name.substring(end + 3);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                visitor.unreadable(file.toString(), "is no file");
                return;
            }
            visitor.letter(new Letter(
                    folder + "/" + unique,
                    into,
                    SystemFlags.ofMaildir(letters),
                    attributes.lastModifiedTime().toInstant(),
                    attributes.size(),
                    new FileContent(file)));
        } catch (IOException unreadable) {
            visitor.unreadable(file.toString(), Reasons.of(unreadable));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                names.add(file.getFileName().toString());
            }
        }
        Collections.sort(names);
        return names;
    }
}
