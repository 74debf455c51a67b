package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.message;
import static org.posthorn.storage.TestStore.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of the database are damaged, cut or gone: opening says which one, or all mail but what was in it is there and
/// the check names the rest. Never does the store open as if nothing had been lost.
class DamagedFilesTest {
    private static final String ALICE = "alice@example.org";
    private static final int LETTERS = 8;

    @TempDir
    Path folder;

    private final List<byte[]> letters = new ArrayList<>();

    @BeforeEach
    void fill() throws Exception {
        try (var store = TestStore.on(folder)) {
            store.add(ALICE);
            try (var alice = store.open(ALICE)) {
                var random = new Random(1);
                for (int i = 0; i < LETTERS; i++) {
                    byte[] body = new byte[30_000];
                    random.nextBytes(body);
                    letters.add(message("letter " + i, Base64.getMimeEncoder().encodeToString(body)));
                    append(alice, inbox(alice), letters.getLast());
                }
            }
        }
    }

    /// Puts what is in the log into tables and blob files.
    private void intoFiles() throws Exception {
        try (var store = TestStore.on(folder)) {
            store.store().reclaim().get(60, TimeUnit.SECONDS);
        }
    }

    private Path largest(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max(Comparator.comparing((Path file) -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    }

    private String refusal() {
        var refused = assertThrows(StoreUnavailable.class, () -> TestStore.on(folder));
        assertTrue(refused.getMessage().contains("restore a backup"), refused.getMessage());
        return refused.getMessage();
    }

    /// What stops in the middle of the log has lost acknowledged mail behind it.
    @Test
    void damageInTheMiddleOfTheLogIsNoTornTail() throws Exception {
        var log = largest(".log");
        flip(log, Files.size(log) / 2);
        assertTrue(refusal().contains("orruption"), this::refusal);
        flip(log, Files.size(log) / 2);
        TestStore.on(folder).close();
    }

    @Test
    void aTornTailOfTheLogIsWhatACrashLeaves() throws Exception {
        try (var store = TestStore.on(folder);
                var alice = store.open(ALICE)) {
            append(alice, inbox(alice), message("last", "one"));
        }
        var log = largest(".log");
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, java.util.Arrays.copyOf(bytes, bytes.length - 7));
        try (var store = TestStore.on(folder);
                var alice = store.open(ALICE)) {
            assertArrayEquals(letters.getFirst(), read(alice, inbox(alice), 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CURRENT", "MANIFEST"})
    void aDatabaseWithoutItsIndexIsNotReplacedByAnEmptyOne(String name) throws Exception {
        intoFiles();
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.filter(each -> each.getFileName().toString().startsWith(name))
                    .toList()) {
                Files.delete(file);
            }
        }
        var table = largest(".sst");
        assertTrue(refusal().contains("CURRENT") || refusal().contains("MANIFEST"), this::refusal);
        assertTrue(Files.exists(table));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTableThatIsCutOrGoneIsNamed(boolean gone) throws Exception {
        intoFiles();
        var table = largest(".sst");
        if (gone) {
            Files.delete(table);
        } else {
            cut(table);
        }
        assertTrue(refusal().contains(table.getFileName().toString()), this::refusal);
    }

    /// Readers of what is not in the damaged part are not affected.
    @ParameterizedTest
    @ValueSource(strings = {"flipped", "cut", "gone"})
    void aDamagedBlobFileCostsOnlyWhatIsInIt(String how) throws Exception {
        intoFiles();
        var file = largest(".blob");
        switch (how) {
            case "flipped" -> flip(file, Files.size(file) / 2);
            case "cut" -> cut(file);
            default -> Files.delete(file);
        }
        var store = TestStore.on(folder);
        try (var alice = store.open(ALICE)) {
            int damaged = 0;
            for (int i = 0; i < LETTERS; i++) {
                try {
                    assertArrayEquals(letters.get(i), read(alice, inbox(alice), i + 1));
                } catch (Refused e) {
                    assertEquals(Refused.Why.DAMAGED, e.why());
                    damaged++;
                }
            }
            var found = new ArrayList<Finding>();
            store.store().check(found::add);
            assertEquals(damaged, found.size(), found::toString);
            assertTrue(
                    found.stream()
                            .allMatch(each -> each.damage() == Damage.BODY_DAMAGED
                                    && each.where().letter().subject().startsWith("letter ")
                                    && each.what().contains("damaged")),
                    found::toString);
            assertTrue(how.equals("flipped") ? damaged == 1 : damaged > 1, "damaged: " + damaged);
            append(alice, inbox(alice), message("new", "mail"));
        } finally {
            store.store().close();
        }
    }
}
