package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;
import static org.posthorn.storage.TestStore.message;
import static org.posthorn.storage.TestStore.placements;
import static org.posthorn.storage.TestStore.read;
import static org.posthorn.storage.TestStore.stored;
import static org.posthorn.storage.TestStore.to;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.SpecialUse;
import org.posthorn.storage.mailbox.Uids;

/// What sessions do with a store, on the real database. The check runs after each.
class MailStoreTest {
    @TempDir
    Path folder;

    @Test
    void newAccountHasItsMailboxes() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                assertEquals(
                        List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"),
                        alice.mailboxes().stream()
                                .map(each -> each.name().text())
                                .toList());
                assertTrue(alice.mailboxes().stream().allMatch(Mailbox::subscribed));
                assertEquals(
                        Set.of(SpecialUse.SENT),
                        alice.mailbox(MailboxName.of("Sent")).orElseThrow().use());
                assertEquals(
                        6,
                        alice.mailboxes().stream()
                                .map(Mailbox::uidValidity)
                                .distinct()
                                .count());
            }
        }
    }

    @Test
    void appendedMessageIsThereAfterReopening() throws Exception {
        byte[] mail = message("Hallo", "Guten Tag\r\n");
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                assertEquals(1, append(alice, inbox(alice), mail, Flag.SEEN, Flag.of("$Work")));
                assertArrayEquals(mail, read(alice, inbox(alice), 1));
            }
        }
        try (var test = TestStore.on(folder);
                var alice = test.open("alice@example.org")) {
            assertArrayEquals(mail, read(alice, inbox(alice), 1));
            var state = alice.state(inbox(alice));
            assertEquals(List.of(Flag.SEEN, Flag.of("$work")), state.flagsOf(1));
            assertEquals(2, state.uidNext());
            assertEquals(mail.length, state.size());
            var placement = placements(alice, inbox(alice)).getFirst();
            assertEquals(TestStore.DATE, placement.internalDate());
            assertEquals(mail.length, placement.size());
            assertEquals(2, append(alice, inbox(alice), mail));
        }
    }

    @Test
    void everyPartOfALargeMessageIsReadBack() throws Exception {
        byte[] body = new byte[1_000_003];
        new Random(7).nextBytes(body);
        Arrays.fill(body, 200_000, 500_000, (byte) 'x');
        byte[] mail = message("big", new String(body, StandardCharsets.ISO_8859_1));
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                append(alice, inbox(alice), mail);
                assertArrayEquals(mail, read(alice, inbox(alice), 1));
                var message = stored(alice, inbox(alice), 1);
                for (long from : new long[] {0, 5, 16, 17, 65_535, 65_552, 131_089, mail.length - 1, mail.length}) {
                    for (long length : new long[] {0, 1, 70_000, Long.MAX_VALUE}) {
                        long end = Math.min(mail.length, from + Math.min(length, mail.length));
                        assertArrayEquals(
                                Arrays.copyOfRange(mail, (int) from, (int) end),
                                read(alice, message, from, length),
                                from + "+" + length);
                    }
                }
            }
        }
    }

    @Test
    void messageWithoutHeaderOrWithoutBodyIsKept() throws Exception {
        var long64 = new byte[200_000];
        Arrays.fill(long64, (byte) 'h');
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                for (byte[] mail : List.of(
                        new byte[0],
                        "\r\n".getBytes(StandardCharsets.US_ASCII),
                        "Subject: only".getBytes(StandardCharsets.US_ASCII),
                        "no header at all\0\r\r\n\n".getBytes(StandardCharsets.US_ASCII),
                        long64,
                        message(new String(long64, StandardCharsets.US_ASCII), "body"))) {
                    long uid = append(alice, inbox(alice), mail);
                    assertArrayEquals(mail, read(alice, inbox(alice), uid));
                }
            }
        }
    }

    @Test
    void recipientsShareOneBlobAndKeepItWhileOneHasIt() throws Exception {
        String body = "b".repeat(200_000);
        byte[] mail = message("to all", body);
        try (var test = TestStore.on(folder)) {
            var alice = test.add("alice@example.org");
            var bob = test.add("bob@example.org");
            test.deliver(alice, mail, to(alice, "INBOX", "For: alice\r\n"), to(bob, "Lists/dev", "For: bob\r\n"));
            try (var account = test.open("alice@example.org")) {
                assertArrayEquals(
                        ("For: alice\r\n" + new String(mail, StandardCharsets.US_ASCII)).getBytes(),
                        read(account, inbox(account), 1));
                account.expunge(inbox(account), Uids.range(1, 9));
            }
            test.store().sweep();
            try (var account = test.open("bob@example.org")) {
                assertEquals(
                        "For: bob\r\n" + new String(mail, StandardCharsets.US_ASCII),
                        new String(read(account, mailbox(account, "Lists/dev"), 1), StandardCharsets.US_ASCII));
                assertTrue(account.mailbox(MailboxName.of("Lists/dev"))
                        .orElseThrow()
                        .subscribed());
                account.delete(MailboxName.of("Lists/dev"));
            }
            test.store().sweep();
        }
    }

    @Test
    void refusedDeliveryReachesNobody() throws Exception {
        try (var test = TestStore.on(folder)) {
            var alice = test.add("alice@example.org");
            var nobody = new AccountId(99);
            var refused = assertThrows(
                    Refused.class,
                    () -> test.deliver(alice, message("x", "y"), to(alice, "INBOX", ""), to(nobody, "INBOX", "")));
            assertEquals(Refused.Why.NOT_FOUND, refused.why());
            try (var account = test.open("alice@example.org")) {
                assertEquals(0, account.state(inbox(account)).uids().count());
            }
        }
    }

    @Test
    void copyAndMoveKeepTheMessage() throws Exception {
        byte[] mail = message("once", "body ".repeat(500));
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                var inbox = inbox(alice);
                var archive = mailbox(alice, "Archive");
                for (int i = 0; i < 5; i++) {
                    append(alice, inbox, mail, i % 2 == 0 ? Flag.SEEN : Flag.FLAGGED);
                }
                var copied = alice.copy(inbox, Uids.of(2, 3, 77), archive);
                assertEquals("2:3", copied.from().toString());
                assertEquals("1:2", copied.to().toString());
                assertEquals(List.of(Flag.FLAGGED), alice.state(archive).flagsOf(1));
                assertEquals(List.of(Flag.SEEN), alice.state(archive).flagsOf(2));
                assertEquals(
                        placements(alice, inbox).get(1).messageId(),
                        placements(alice, archive).get(0).messageId());
                var moved = alice.move(inbox, Uids.range(1, 2), archive);
                assertEquals("3:4", moved.to().toString());
                assertEquals("3:5", alice.state(inbox).uids().toString());
                alice.store(archive, Uids.range(1, 9), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.DELETED)));
                assertEquals("1,4", alice.expungeDeleted(archive, Uids.of(1, 4)).toString());
                test.store().sweep();
                assertArrayEquals(mail, read(alice, archive, 3));
                assertArrayEquals(mail, read(alice, inbox, 3));
                assertEquals("", alice.move(inbox, Uids.of(1), archive).to().toString());
            }
        }
    }

    @Test
    void storeChangesFlagsAndNothingElse() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                var inbox = inbox(alice);
                for (int i = 0; i < 4; i++) {
                    append(alice, inbox, message("m" + i, ""));
                }
                var before = alice.state(inbox);
                var stored = alice.store(
                        inbox, Uids.range(2, 3), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN, Flag.of("a"))));
                assertEquals("2:3", stored.changed().toString());
                assertEquals("2:3", stored.state().flagsChangedSince(before).toString());
                assertTrue(stored.state().highestModSeq() > before.highestModSeq());
                stored = alice.store(
                        inbox, Uids.of(1, 3), new FlagChange(FlagChange.Kind.REPLACE, Set.of(Flag.of("A"))));
                assertEquals("1,3", stored.changed().toString());
                assertEquals(List.of(Flag.of("a")), stored.state().flagsOf(3));
                var same = alice.store(inbox, Uids.of(1), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.of("a"))));
                assertTrue(same.changed().isEmpty());
                assertEquals(stored.state().highestModSeq(), same.state().highestModSeq());
                stored = alice.store(
                        inbox, Uids.range(1, 99), new FlagChange(FlagChange.Kind.REMOVE, Set.of(Flag.of("a"))));
                assertEquals("1:3", stored.changed().toString());
                assertEquals(3, alice.mailbox(inbox).orElseThrow().unseen());
            }
        }
    }

    @Test
    void mailboxesAreRenamedWithWhatIsBelow() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                var made = alice.create(MailboxName.of("a/b/c"), Set.of());
                append(alice, made.id(), message("kept", ""));
                assertTrue(alice.mailbox(MailboxName.of("a/b")).isPresent());
                alice.rename(MailboxName.of("a"), MailboxName.of("x/y"));
                assertEquals(made.id(), mailbox(alice, "x/y/b/c"));
                assertEquals(1, alice.state(made.id()).uids().count());
                assertEquals(
                        why(() -> alice.rename(MailboxName.of("x"), MailboxName.of("x/z"))), Refused.Why.FORBIDDEN);
                assertEquals(why(() -> alice.rename(MailboxName.of("q"), MailboxName.of("r"))), Refused.Why.NOT_FOUND);
                assertEquals(why(() -> alice.rename(MailboxName.of("x"), MailboxName.INBOX)), Refused.Why.EXISTS);
                assertEquals(
                        why(() -> alice.create(MailboxName.of("X/Y"), Set.of(SpecialUse.SENT))), Refused.Why.FORBIDDEN);
                assertEquals(why(() -> alice.delete(MailboxName.INBOX)), Refused.Why.FORBIDDEN);
                assertEquals(why(() -> alice.create(MailboxName.of("inbox"), Set.of())), Refused.Why.EXISTS);
            }
        }
    }

    @Test
    void renamingInboxMovesItsMessages() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                append(alice, inbox(alice), message("old", ""));
                alice.rename(MailboxName.INBOX, MailboxName.of("old/inbox"));
                assertEquals(0, alice.state(inbox(alice)).uids().count());
                assertEquals(2, alice.state(inbox(alice)).uidNext());
                assertEquals(1, alice.state(mailbox(alice, "old/inbox")).uids().count());
            }
        }
    }

    @Test
    void mailboxMadeAgainHasAnotherUidValidity() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add("alice@example.org");
            try (var alice = test.open("alice@example.org")) {
                var first = alice.create(MailboxName.of("again"), Set.of());
                append(alice, first.id(), message("gone", ""));
                alice.delete(MailboxName.of("again"));
                assertEquals(why(() -> alice.state(first.id())), Refused.Why.NOT_FOUND);
                var second = alice.create(MailboxName.of("again"), Set.of());
                assertTrue(second.uidValidity() > first.uidValidity());
                assertNotEquals(first.id(), second.id());
                assertEquals(0, alice.state(second.id()).uids().count());
            }
        }
    }

    @Test
    void removedAccountLendsItsBlobsUntilTheLastIsGone() throws Exception {
        byte[] mail = message("lent", "l".repeat(300_000));
        try (var test = TestStore.on(folder)) {
            var alice = test.add("alice@example.org");
            var bob = test.add("bob@example.org");
            test.deliver(alice, mail, to(alice, "INBOX", ""), to(bob, "INBOX", ""));
            var session = test.open("alice@example.org");
            test.store().directory().removeAccount(org.posthorn.common.address.EmailAddress.parse("alice@example.org"));
            assertEquals(Refused.Why.NOT_FOUND, why(() -> session.state(inbox(session))));
            assertEquals(Refused.Why.NOT_FOUND, why(() -> test.store().account(alice)));
            session.close();
            test.store().sweep();
            assertEquals(List.of(), test.findings());
            try (var account = test.open("bob@example.org")) {
                assertArrayEquals(mail, read(account, inbox(account), 1));
                account.expunge(inbox(account), Uids.of(1));
            }
            test.store().sweep();
            assertNotEquals(alice, test.add("alice@example.org"));
        }
    }

    private static Refused.Why why(org.junit.jupiter.api.function.Executable refused) {
        return assertThrows(Refused.class, refused).why();
    }
}
