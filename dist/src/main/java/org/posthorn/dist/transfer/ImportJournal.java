package org.posthorn.dist.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What imports into one account have brought in, so that a run that was killed is just run again.
///
/// **Idea.** A batch is named here, synced, before it is sent, and marked done after it was acknowledged. A run that
/// dies between the two leaves a batch of which nobody knows whether it was committed; it is sent again together with
/// the UID that the mailbox's next message had at the first try, and the store leaves out what it finds from there on.
///
///     journal := line*                       a last line without its end was never synced, and is cut off
///     line    := "try " since (" " key)*     is about to be sent; since: a UID
///              | "done" (" " index)*        the last try was acknowledged, but for the letters at these
///                                          places, which could not be imported: a later run tries them again
///     key     := 16 hex digits               of SHA-256 of mailbox, NUL, name
///
/// Eight octets of memory for each message of earlier runs.
public final class ImportJournal implements AutoCloseable {
    private static final int KEY_BYTES = 8;

    private final FileChannel file;
    private long[] done = new long[1024];
    private int doneCount;
    private final Map<Long, Long> open = new HashMap<>();

    private ImportJournal(FileChannel file) {
        this.file = file;
    }

    /// @param again whether everything that earlier runs did is to be forgotten
    /// @throws IOException it can't be read or written, or another import into the account runs
    public static ImportJournal open(Path path, boolean again) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            lock(file);
            if (again) {
                file.truncate(0);
            }
            ImportJournal journal = new ImportJournal(file);
            journal.read();
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static void lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw new IOException("another import into this account is running");
            }
        } catch (OverlappingFileLockException held) {
            throw new IOException("another import into this account is running", held);
        }
    }

    public static long key(Letter letter) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((letter.mailbox() + "\0" + letter.name()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public boolean isDone(long key) {
        return Arrays.binarySearch(done, 0, doneCount, key) >= 0;
    }

    /// Of a letter in a batch that was begun in an earlier run and may have been committed.
    public OptionalLong begunSince(long key) {
        Long since = open.get(key);
        return since == null ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /// On the disk when this returns.
    public void begin(long since, List<Long> keys) throws IOException {
        append(keys.stream()
                .map(key -> HexFormat.of().toHexDigits(key))
                .collect(Collectors.joining(" ", "try " + since + " ", "\n")));
        file.force(false);
    }

    /// Not synced: should it be lost, the batch is only looked for once more.
    ///
    /// @param skipped places in the batch
    public void acknowledged(List<Integer> skipped) throws IOException {
        append(skipped.stream().map(index -> " " + index).collect(Collectors.joining("", "done", "\n")));
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(line);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private void read() throws IOException {
        long good = 0;
        String tried = "";
        BufferedReader lines =
                new BufferedReader(Channels.newReader(file.position(0), StandardCharsets.US_ASCII.newDecoder(), -1));
        for (String line = line(lines); line.endsWith("\n"); line = line(lines)) {
            good += line.length();
            if (line.startsWith("try ")) {
                note(tried, (_, key, since) -> open.put(key, since));
                tried = line.strip();
            } else if (line.startsWith("done")) {
                Set<String> skipped = Set.of(line.strip().split(" "));
                note(tried, (index, key, _) -> {
                    open.remove(key);
                    if (!skipped.contains(Integer.toString(index))) {
                        add(key);
                    }
                });
                tried = "";
            }
        }
        note(tried, (_, key, since) -> open.put(key, since));
        file.truncate(good);
        file.position(good);
        Arrays.sort(done, 0, doneCount);
    }

    /// With its end, unless it is torn; empty at the end. A torn line is as long as a batch at most.
    private static String line(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (c == '\n') {
                break;
            }
        }
        return line.toString();
    }

    private interface Noted {
        void key(int index, long key, long since);
    }

    private static void note(String tried, Noted each) {
        String[] words = tried.split(" ");
        for (int i = 2; i < words.length; i++) {
            if (words[i].length() == 2 * KEY_BYTES) {
                each.key(i - 2, HexFormat.fromHexDigitsToLong(words[i]), Long.parseLong(words[1]));
            }
        }
    }

    private void add(long key) {
        if (doneCount == done.length) {
            done = Arrays.copyOf(done, done.length * 2);
        }
        done[doneCount++] = key;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
