package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.annotation.Depth;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.SpecialUse;

/// What is attached to mailboxes stays with them, and goes with them. The store's check runs after each.
class AnnotationsTest {
    private static final String ALICE = "alice@example.org";
    private static final Optional<MailboxId> SERVER = Optional.empty();
    /// A user of what Alice shares.
    private static final AccountId BOB = new AccountId(77);

    @TempDir
    Path folder;

    private static EntryName name(String text) {
        return EntryName.of(text).orElseThrow();
    }

    private static Optional<Annotations.Written> set(
            Account account, Optional<MailboxId> of, AccountId user, String... namesAndValues) {
        var values = new HashMap<EntryName, Optional<byte[]>>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(
                    name(namesAndValues[i]),
                    Optional.ofNullable(namesAndValues[i + 1]).map(text -> text.getBytes(StandardCharsets.UTF_8)));
        }
        return account.annotations().set(of, user, values);
    }

    private static Map<String, String> all(Account account, Optional<MailboxId> of, AccountId reader) {
        var all = new TreeMap<String, String>();
        for (String scope : List.of("/private", "/shared")) {
            account.annotations()
                    .<RuntimeException>read(
                            of,
                            reader,
                            name(scope),
                            Depth.ALL,
                            each -> all.put(each.name().text(), new String(each.value(), StandardCharsets.UTF_8)));
        }
        return all;
    }

    @Test
    void staysAndIsEachUsersOwn() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                var inbox = Optional.of(inbox(alice));
                set(alice, inbox, alice.id(), "/private/Comment", "mine", "/shared/comment", "ours");
                set(alice, inbox, BOB, "/private/comment", "his");
                set(alice, SERVER, alice.id(), "/private/vendor/x/y", "\0\n\u00e9");
            }
        }
        try (var test = TestStore.on(folder);
                var alice = test.open(ALICE)) {
            var inbox = Optional.of(inbox(alice));
            assertEquals(Map.of("/private/Comment", "mine", "/shared/comment", "ours"), all(alice, inbox, alice.id()));
            assertEquals(Map.of("/private/comment", "his", "/shared/comment", "ours"), all(alice, inbox, BOB));
            assertEquals(Map.of("/private/vendor/x/y", "\0\n\u00e9"), all(alice, SERVER, alice.id()));
            set(alice, inbox, alice.id(), "/PRIVATE/COMMENT", null, "/private/none", null);
            assertEquals(Map.of("/shared/comment", "ours"), all(alice, inbox, alice.id()));
        }
    }

    @Test
    void goesWithItsMailboxAndIsKeptByRenaming() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                var work = MailboxName.of("Work");
                alice.create(work, Set.of());
                set(alice, Optional.of(mailbox(alice, "Work")), BOB, "/private/comment", "his");
                alice.rename(work, MailboxName.of("Play"));
                assertEquals(Map.of("/private/comment", "his"), all(alice, Optional.of(mailbox(alice, "Play")), BOB));
                var gone = mailbox(alice, "Play");
                alice.delete(MailboxName.of("Play"));
                assertEquals(Map.of(), all(alice, Optional.of(gone), BOB));
                assertThrows(Refused.class, () -> set(alice, Optional.of(gone), BOB, "/private/comment", "late"));
                alice.create(MailboxName.of("Play"), Set.of());
                assertEquals(Map.of(), all(alice, Optional.of(mailbox(alice, "Play")), BOB));
            }
        }
    }

    @Test
    void inboxKeepsItsOwnWhenItIsRenamed() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                set(alice, Optional.of(inbox(alice)), BOB, "/private/comment", "his", "/shared/x", "ours");
                alice.rename(MailboxName.INBOX, MailboxName.of("Old"));
                for (String name : List.of("INBOX", "Old")) {
                    assertEquals(
                            Map.of("/private/comment", "his", "/shared/x", "ours"),
                            all(alice, Optional.of(mailbox(alice, name)), BOB));
                }
            }
        }
    }

    @Test
    void othersAreToldOfWhatTheyMaySee() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                var inbox = Optional.of(inbox(alice));
                long before = alice.annotations().now();
                long first = set(alice, inbox, alice.id(), "/private/a", "1")
                        .orElseThrow()
                        .modSeq();
                set(alice, inbox, BOB, "/private/b", "1", "/shared/c", "1");
                set(alice, SERVER, alice.id(), "/private/d", "1");
                var news = alice.annotations().since(before, BOB, _ -> true);
                assertEquals(Map.of(inbox, Set.of(name("/private/b"), name("/shared/c"))), news.changed());
                news = alice.annotations().since(before, alice.id(), modSeq -> modSeq != first);
                assertEquals(
                        Map.of(inbox, Set.of(name("/shared/c")), SERVER, Set.of(name("/private/d"))), news.changed());
                assertEquals(
                        Map.of(),
                        alice.annotations()
                                .since(news.upTo(), alice.id(), _ -> true)
                                .changed());
            }
        }
    }

    @Test
    void thereIsALimitToTheirNumber() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                var inbox = Optional.of(inbox(alice));
                for (int i = 0; i < Annotations.MOST; i++) {
                    assertTrue(
                            set(alice, inbox, alice.id(), "/private/n" + i, "").isPresent());
                }
                assertFalse(set(alice, inbox, alice.id(), "/private/more", "", "/shared/x", "")
                        .isPresent());
                assertEquals(Annotations.MOST, all(alice, inbox, alice.id()).size());
                assertTrue(set(alice, inbox, alice.id(), "/private/n0", "other").isPresent());
                assertTrue(set(alice, inbox, alice.id(), "/shared/x", "").isPresent());
                assertTrue(set(alice, inbox, BOB, "/private/more", "").isPresent());
                assertTrue(set(alice, inbox, alice.id(), "/private/n0", null, "/private/more", "")
                        .isPresent());
            }
        }
    }

    @Test
    void thereIsALimitToTheirOctets() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                String large = "x".repeat(Annotations.LARGEST);
                var mailboxes = alice.mailboxes().stream().map(Mailbox::id).toList();
                int fit = Annotations.MOST_OCTETS / (Annotations.LARGEST + 30);
                for (int i = 0; i < fit; i++) {
                    set(alice, Optional.of(mailboxes.get(i % mailboxes.size())), BOB, "/private/n" + i, large);
                }
                var refused = assertThrows(
                        Refused.class, () -> set(alice, SERVER, alice.id(), "/private/more", large + large));
                assertEquals(Refused.Why.OVER_QUOTA, refused.why());
                set(alice, Optional.of(mailboxes.get(0)), BOB, "/private/n0", null);
            }
        }
    }

    @Test
    void specialUseMoves() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                alice.create(MailboxName.of("SavedDrafts"), Set.of());
                var saved = Optional.of(mailbox(alice, "SavedDrafts"));
                String use = "/private/specialuse";
                assertEquals(Map.of(), all(alice, saved, alice.id()));
                var written =
                        set(alice, saved, alice.id(), use, "\\Drafts \\sent").orElseThrow();
                assertEquals(
                        Set.of("Drafts", "Sent"),
                        Set.of(
                                written.deprived().get(0).name().text(),
                                written.deprived().get(1).name().text()));
                assertEquals(
                        Set.of(SpecialUse.DRAFTS, SpecialUse.SENT),
                        alice.mailbox(saved.get()).orElseThrow().use());
                assertEquals(Map.of(use, "\\Drafts \\Sent"), all(alice, saved, alice.id()));
                assertEquals(Map.of(), all(alice, saved, BOB));
                for (String bad : List.of("\\Inbox", "nonsense")) {
                    assertThrows(Refused.class, () -> set(alice, saved, alice.id(), use, bad));
                }
                assertThrows(Refused.class, () -> set(alice, Optional.of(inbox(alice)), alice.id(), use, "\\Sent"));
                assertThrows(Refused.class, () -> set(alice, saved, BOB, use, "\\Sent"));
                set(alice, saved, alice.id(), use, null);
                assertEquals(Set.of(), alice.mailbox(saved.get()).orElseThrow().use());
            }
        }
    }
}
