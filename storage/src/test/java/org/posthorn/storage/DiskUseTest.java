package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Disk space comes back when mail is deleted; with other servers it stayed away, since the collection of
/// garbage in blob files was off, or found nothing to do.
class DiskUseTest {
    private static final int MESSAGES = 800;

    @TempDir
    Path folder;

    /// 32 MB of mail that can't be compressed; nine in ten are deleted, spread over all of it.
    @Test
    void whatIsDeletedComesBackWithoutARestart() throws Exception {
        var random = new Random(1);
        long left = 0;
        try (var store = TestStore.on(folder)) {
            store.add("alice@example.org");
            try (var alice = store.open("alice@example.org")) {
                var inbox = TestStore.inbox(alice);
                byte[] body = new byte[40_000];
                var gone = new UidsBuilder();
                byte[] kept = {};
                for (int i = 1; i <= MESSAGES; i++) {
                    random.nextBytes(body);
                    byte[] mail =
                            TestStore.message("m" + i, new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
                    TestStore.append(alice, inbox, mail);
                    if (i % 10 == 0) {
                        left += mail.length;
                        kept = mail;
                    } else {
                        gone.add(i);
                    }
                }
                long before = octets(folder);
                alice.expunge(inbox, gone.build());
                store.store().sweep();
                store.store().reclaim().get(60, TimeUnit.SECONDS);
                long after = octets(folder);
                assertTrue(after < left * 1.3, before + " octets before, " + after + " after, of mail " + left);
                assertArrayEquals(kept, TestStore.read(alice, inbox, MESSAGES));
            }
        }
    }

    private static long octets(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(DiskUseTest::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0; // deleted meanwhile
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
