package org.posthorn.dist.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.posthorn.storage.mailbox.Flag;

/// An mbox file, or a tree of `*.mbox` files, each a mailbox. A message begins at a `From ` line with a date in it, at
/// the start of the file or behind an empty line; its flags are in `Status` and `X-Status`, which are the mbox's own
/// and not imported. One pass finds where messages lie, their bytes are read when they are asked for.
record MboxSource(Path root, String mailbox) implements Source {
    private static final byte[] MAGIC = "From ".getBytes(StandardCharsets.US_ASCII);

    static boolean looksLike(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    @Override
    public long bytes() throws IOException {
        return Source.bytesBelow(root);
    }

    @Override
    public <X extends Exception> void read(Letter.Visitor<X> visitor) throws X, IOException {
        boolean tree = Files.isDirectory(root);
        for (Path file : tree ? Source.files(root) : List.of(root)) {
            String name = (tree ? root.relativize(file) : file.getFileName()).toString();
            boolean named = name.toLowerCase(Locale.ROOT).endsWith(".mbox");
            if (tree && !named) {
                continue;
            }
            String own = FolderNames.ofTree(Path.of(named ? name.substring(0, name.length() - 5) : name));
            String into = !mailbox.isEmpty() && !tree ? mailbox : FolderNames.below(mailbox, own);
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                new Scan<>(file, into, visitor).run(in);
            } catch (IOException unreadable) {
                visitor.unreadable(file.toString(), Reasons.of(unreadable));
            }
        }
    }

    /// One pass through one file.
    private static final class Scan<X extends Exception> {
        private final Path file;
        private final String into;
        private final Letter.Visitor<X> visitor;

        private Instant date = Instant.EPOCH;
        private String separator = "";
        private long start = -1;
        private boolean inHeader;
        private Set<Flag> flags = new HashSet<>();

        Scan(Path file, String into, Letter.Visitor<X> visitor) {
            this.file = file;
            this.into = into;
            this.visitor = visitor;
        }

        void run(InputStream in) throws X, IOException {
            LineSegments line = new LineSegments(in);
            long offset = 0;
            long blankFrom = 0;
            boolean afterBlank = true;
            while (line.next()) {
                boolean begins = afterBlank && line.isFromLine(0) && line.bytes()[0] == 'F';
                if (begins && FromLine.date(line.text()).isPresent()) {
                    tell(blankFrom);
                    begin(line.text(), offset + line.length());
                } else if (start < 0 && !line.isBlankLine()) {
                    visitor.unreadable(file.toString(), "is no mbox: it does not begin with a From line");
                    return;
                } else if (inHeader && line.startsLine()) {
                    header(line);
                }
                afterBlank = line.isBlankLine();
                blankFrom = afterBlank ? offset : blankFrom;
                offset += line.length();
            }
            tell(afterBlank ? blankFrom : offset);
        }

        private void begin(String text, long messageStart) {
            separator = text;
            date = FromLine.date(text).orElse(Instant.EPOCH);
            start = messageStart;
            inHeader = true;
            flags = new HashSet<>();
        }

        private void header(LineSegments line) {
            inHeader = !line.isBlankLine();
            if (MboxContent.isStatus(line)) {
                String text = line.text();
                flags.addAll(SystemFlags.ofStatus(text.substring(text.indexOf(':') + 1)));
            }
        }

        private void tell(long end) throws X {
            if (start >= 0) {
                long length = Math.max(0, end - start);
                visitor.letter(new Letter(
                        file + "#" + start + " " + separator,
                        into,
                        Set.copyOf(flags),
                        date,
                        length,
                        new MboxContent(file, start, length)));
            }
        }
    }
}
