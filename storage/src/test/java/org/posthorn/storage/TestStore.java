package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Delivery;
import org.posthorn.storage.message.IncomingMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// A store in a test: short words for what tests do all the time; closing it runs the check first.
final class TestStore implements AutoCloseable {
    static final long LIMIT = 64 << 20;
    static final Instant DATE = Instant.parse("2026-11-23T10:00:00Z");

    /// What is deleted is swept at the next sweep.
    static final Storage KEEPING_NOTHING = new Storage(Optional.empty(), Duration.ZERO);

    private final MailStore store;

    TestStore(MailStore store) {
        this.store = store;
    }

    static TestStore on(Path folder) throws StoreUnavailable {
        return new TestStore(MailStore.open(new MailStore.Settings(folder, LIMIT, KEEPING_NOTHING, Clock.systemUTC())));
    }

    MailStore store() {
        return store;
    }

    AccountId add(String address) {
        return store.directory().addAccount(EmailAddress.parse(address), "secret");
    }

    Account open(String address) {
        var entry = store.directory().recipient(EmailAddress.parse(address)).orElseThrow();
        return store.account(entry.id());
    }

    static MailboxId inbox(Account account) {
        return account.mailbox(MailboxName.INBOX).orElseThrow().id();
    }

    static MailboxId mailbox(Account account, String name) {
        return account.mailbox(MailboxName.of(name)).orElseThrow().id();
    }

    static byte[] message(String subject, String body) {
        return ("Subject: " + subject + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    static long append(Account account, MailboxId mailbox, byte[] message, Flag... flags) {
        try (var incoming = account.receive()) {
            fill(incoming, message);
            var append = new Account.Append(incoming, Set.of(flags), DATE);
            return account.append(mailbox, List.of(append)).uids().first();
        }
    }

    static void fill(IncomingMessage incoming, byte[] message) {
        // In pieces that fit nothing else.
        for (int from = 0; from < message.length; from += 50_021) {
            incoming.write(ByteBuffer.wrap(message, from, Math.min(50_021, message.length - from)));
        }
        incoming.finish();
    }

    void deliver(AccountId home, byte[] message, Delivery... deliveries) {
        try (var incoming = store.receive(home)) {
            fill(incoming, message);
            store.deliver(incoming, List.of(deliveries));
        }
    }

    static Delivery to(AccountId account, String mailbox, String trace) {
        return new Delivery(
                account, MailboxName.of(mailbox), trace.getBytes(StandardCharsets.US_ASCII), Set.of(), DATE);
    }

    static byte[] read(Account account, MailboxId mailbox, long uid) {
        return read(account, stored(account, mailbox, uid), 0, Long.MAX_VALUE);
    }

    static byte[] read(Account account, StoredMessage message, long offset, long length) {
        var bytes = new ByteArrayOutputStream();
        account.read(message, offset, length, chunk -> {
            byte[] part = new byte[chunk.remaining()];
            chunk.get(part);
            bytes.writeBytes(part);
        });
        return bytes.toByteArray();
    }

    static StoredMessage stored(Account account, MailboxId mailbox, long uid) {
        var found = new ArrayList<StoredMessage>();
        account.messages(mailbox, Uids.of(uid), (_, message) -> found.add(message));
        assertEquals(1, found.size(), "messages with UID " + uid);
        return found.getFirst();
    }

    static List<Placement> placements(Account account, MailboxId mailbox) {
        var found = new ArrayList<Placement>();
        account.placements(mailbox, account.state(mailbox).uids(), found::add);
        return found;
    }

    List<String> findings() {
        var findings = new ArrayList<String>();
        long count = store.check(finding -> findings.add(finding.toString())).findings();
        assertEquals(findings.size(), count);
        return findings;
    }

    @Override
    public void close() {
        try {
            assertEquals(List.of(), findings());
        } finally {
            store.close();
        }
    }
}
