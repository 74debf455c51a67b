package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;
import static org.posthorn.storage.TestStore.message;
import static org.posthorn.storage.TestStore.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// Stores of earlier versions, as their own code wrote them ([StoreSample]): all that was in them is read, changes
/// go on from there, and their rows become new ones as they change. Nothing is converted when they are opened.
class OldStoreTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (var zip = new ZipInputStream(resource("format-1.zip"))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        assertEquals("1\n", Files.readString(folder.resolve("format")));
    }

    @Test
    void everythingIsReadAsItWasWritten() throws Exception {
        String written = written();
        for (int opening = 1; opening <= 2; opening++) {
            try (var store = open()) {
                assertEquals(written, StoreSample.text(store), "opened " + opening + " times");
                // What was deleted then could not be brought back then.
                assertEquals(List.of(), deleted(store, StoreSample.ALICE));
                assertEquals(List.of(), deleted(store, StoreSample.BOB));
                var directory = store.store().directory();
                assertTrue(directory.authenticate(StoreSample.ALICE, "secret").isPresent());
                assertTrue(directory
                        .authenticate(StoreSample.BOB, "another secret")
                        .isPresent());
                assertTrue(directory.authenticate(StoreSample.BOB, "secret").isEmpty());
                assertTrue(directory.authenticate("carol@example.org", "secret").isEmpty());
            }
            assertEquals(StoreFolder.FORMAT + "\n", Files.readString(folder.resolve("format")));
        }
    }

    @Test
    void whatItLeftToSweepIsSweptAndNothingElse() throws Exception {
        try (var store = open()) {
            store.store().sweep();
            assertEquals(List.of(), store.findings());
            assertEquals(written(), StoreSample.text(store));
            // Carol was removed; two others hold what lies under her number.
            assertEquals(4, store.add("carol@example.org").value());
        }
    }

    @Test
    void changesGoOnFromThere() throws Exception {
        String changed;
        try (var store = open();
                var alice = store.open(StoreSample.ALICE)) {
            change(alice);
            store.store().sweep();
            changed = StoreSample.text(store);
        }
        assertNotEquals(written(), changed);
        try (var store = open()) {
            assertEquals(changed, StoreSample.text(store));
            try (var alice = store.open(StoreSample.ALICE)) {
                bringBack(alice);
            }
        }
    }

    /// Also shows that the sample is today the one that it was.
    @Test
    void todaysStoreSaysTheSame() throws Exception {
        var today = folder.resolve("today");
        try (var store = StoreSample.write(today)) {
            assertEquals(withoutTimes(written()), withoutTimes(StoreSample.text(store)));
        }
        assertEquals(StoreFolder.FORMAT + "\n", Files.readString(today.resolve("format")));
    }

    private static void change(Account alice) {
        var inbox = inbox(alice);
        var archive = mailbox(alice, "Archive");
        byte[] large = read(alice, archive, 3);
        assertEquals(10, append(alice, inbox, message("new", "n".repeat(70_000)), Flag.of("$Work")));
        alice.store(archive, Uids.of(3), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.FLAGGED)));
        assertEquals(Uids.of(11), alice.move(archive, Uids.of(3), inbox).to());
        assertArrayEquals(large, read(alice, inbox, 11));
        assertEquals(List.of(Flag.FLAGGED, Flag.of("later")), alice.state(inbox).flagsOf(11));
        alice.rename(MailboxName.of("Work"), MailboxName.of("Projects"));
        alice.expunge(mailbox(alice, "Projects/2026/Größe"), Uids.range(1, 2));
        alice.expunge(inbox, Uids.range(3, 4));
        alice.delete(MailboxName.of("Projects/2026"));
    }

    /// Rows of format 1 that were deleted by today's code come back as any others do.
    private static void bringBack(Account alice) {
        var deleted = new ArrayList<DeletedMessage>();
        alice.deletedMessages(Instant.EPOCH, deleted::addAll);
        var ids = deleted.stream().map(DeletedMessage::id).toList();
        assertEquals(5, ids.size());
        assertEquals(
                Map.of(
                        MailboxName.INBOX,
                        2,
                        MailboxName.of("Projects/2026/Größe"),
                        2,
                        MailboxName.of("Projects/2026"),
                        1),
                alice.undelete(ids, Optional.empty()));
        assertEquals(
                Set.of(Flag.SEEN, Flag.ANSWERED),
                Set.copyOf(alice.state(inbox(alice)).flagsOf(12)));
        assertArrayEquals(read(alice, inbox(alice), 11), read(alice, inbox(alice), 12));
        assertArrayEquals(
                read(alice, mailbox(alice, "Projects/2026"), 1), read(alice, mailbox(alice, "Projects/2026/Größe"), 4));
    }

    private TestStore open() throws StoreUnavailable {
        return new TestStore(
                MailStore.open(new MailStore.Settings(folder, TestStore.LIMIT, Storage.DEFAULTS, Clock.systemUTC())));
    }

    private static List<DeletedMessage> deleted(TestStore store, String address) {
        var deleted = new ArrayList<DeletedMessage>();
        try (var account = store.open(address)) {
            account.deletedMessages(Instant.EPOCH, deleted::addAll);
        }
        return deleted;
    }

    private static String written() throws IOException {
        try (var text = resource("format-1.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String withoutTimes(String text) {
        return text.replaceAll(" saved \\S+", "").replaceAll(" validity \\d+", "");
    }

    private static InputStream resource(String name) {
        return Optional.ofNullable(OldStoreTest.class.getResourceAsStream("/stores/" + name))
                .orElseThrow();
    }
}
