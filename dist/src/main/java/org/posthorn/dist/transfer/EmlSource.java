package org.posthorn.dist.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One message file, or a tree of `*.eml` whose folders are mailboxes. Flags may stand in the name, `12,FS.eml`, in the
/// letters of Maildir; the date is the file's.
record EmlSource(Path root, String mailbox) implements Source {
    private static final Pattern FLAGGED = Pattern.compile("(.*),([DFPRST]*)\\.eml", Pattern.CASE_INSENSITIVE);

    @Override
    public long bytes() throws IOException {
        return Source.bytesBelow(root);
    }

    @Override
    public <X extends Exception> void read(Letter.Visitor<X> visitor) throws X, IOException {
        if (!Files.isDirectory(root)) {
            message(root, "", visitor);
            return;
        }
        for (Path file : Source.files(root)) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".eml")) {
                Path folder =
                        Optional.ofNullable(root.relativize(file).getParent()).orElse(Path.of(""));
                message(file, FolderNames.ofTree(folder), visitor);
            }
        }
    }

    private <X extends Exception> void message(Path file, String folder, Letter.Visitor<X> visitor) throws X {
        Matcher flagged = FLAGGED.matcher(file.getFileName().toString());
        boolean hasFlags = flagged.matches();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            visitor.letter(new Letter(
                    hasFlags ? file.resolveSibling(flagged.group(1)).toString() : file.toString(),
                    FolderNames.below(mailbox, folder),
                    SystemFlags.ofMaildir(hasFlags ? flagged.group(2) : ""),
                    attributes.lastModifiedTime().toInstant(),
                    attributes.size(),
                    new FileContent(file)));
        } catch (IOException unreadable) {
            visitor.unreadable(file.toString(), Reasons.of(unreadable));
        }
    }
}
