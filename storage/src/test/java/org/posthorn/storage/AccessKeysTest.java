package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.mailbox.MailboxName;

/// A key stays until it is reset or its mailbox goes, and is no other mailbox's. The check runs after each.
class AccessKeysTest {
    private static final String ALICE = "alice@example.org";

    @TempDir
    Path folder;

    @Test
    void staysUntilItIsReset() throws Exception {
        byte[] first;
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                assertEquals(Optional.empty(), alice.accessKeys().find(inbox(alice)));
                first = alice.accessKeys().of(inbox(alice));
                assertEquals(32, first.length);
                assertArrayEquals(first, alice.accessKeys().of(inbox(alice)));
                assertFalse(Arrays.equals(first, alice.accessKeys().of(mailbox(alice, "Sent"))));
            }
        }
        try (var test = TestStore.on(folder);
                var alice = test.open(ALICE)) {
            assertArrayEquals(first, alice.accessKeys().find(inbox(alice)).orElseThrow());
            byte[] sent = alice.accessKeys().of(mailbox(alice, "Sent"));
            alice.accessKeys().reset(inbox(alice));
            assertEquals(Optional.empty(), alice.accessKeys().find(inbox(alice)));
            assertFalse(Arrays.equals(first, alice.accessKeys().of(inbox(alice))));
            assertArrayEquals(sent, alice.accessKeys().of(mailbox(alice, "Sent")));
            alice.accessKeys().reset();
            assertEquals(Optional.empty(), alice.accessKeys().find(inbox(alice)));
            assertEquals(Optional.empty(), alice.accessKeys().find(mailbox(alice, "Sent")));
        }
    }

    @Test
    void goesWithItsMailbox() throws Exception {
        try (var test = TestStore.on(folder)) {
            test.add(ALICE);
            try (var alice = test.open(ALICE)) {
                var work = alice.create(MailboxName.of("Work"), Set.of()).id();
                byte[] key = alice.accessKeys().of(work);
                alice.rename(MailboxName.of("Work"), MailboxName.of("Play"));
                assertArrayEquals(key, alice.accessKeys().of(work));
                alice.delete(MailboxName.of("Play"));
                assertEquals(Optional.empty(), alice.accessKeys().find(work));
                assertThrows(Refused.class, () -> alice.accessKeys().of(work));
            }
        }
    }
}
