package org.posthorn.storage;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;

/// The keys by which URLs of an account's mailboxes are signed (RFC 4467 §4): one for each mailbox, made when it is
/// first needed, and gone with its mailbox. Thread-safe. Stored:
///
///     access key := version u8 = 1, key bytes
///
/// A key is nothing that readers of the account's state know of, so making one is no entry of the change log.
public final class AccessKeys {
    private static final int VERSION = 1;
    /// RFC 4467 §4 asks for 128 bits at least.
    private static final int OCTETS = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Engine engine;
    private final AccountWriter writer;

    AccessKeys(Engine engine, AccountWriter writer) {
        this.engine = engine;
        this.writer = writer;
    }

    /// The mailbox's key, if it has one.
    ///
    /// @throws Refused DAMAGED
    public Optional<byte[]> find(MailboxId mailbox) {
        return engine.get(writer.scope(), Table.ACCOUNT, Keys.accessKey(mailbox.value()))
                .map(row -> RowReader.decoded(() -> ofBytes(row), _ -> {})
                        .orElseThrow(() -> new Refused(Refused.Why.DAMAGED, "the mailbox's access key is damaged")));
    }

    /// The mailbox's key, made now if it has none.
    ///
    /// @throws Refused NOT_FOUND, DAMAGED
    public byte[] of(MailboxId mailbox) {
        var known = find(mailbox);
        if (known.isPresent()) {
            return known.get();
        }
        writer.commitQuietly(state -> {
            if (state.held(mailbox).isEmpty()) {
                throw Draft.noSuchMailbox();
            }
            // Somebody may have been faster.
            return find(mailbox).isPresent() ? List.of() : List.of(fresh(mailbox));
        });
        return find(mailbox).orElseThrow(Draft::noSuchMailbox);
    }

    private Batch fresh(MailboxId mailbox) {
        byte[] key = new byte[OCTETS];
        RANDOM.nextBytes(key);
        byte[] row = new BytesWriter().u8(VERSION).bytes(key).toRow();
        return Batch.in(writer.scope())
                .put(Table.ACCOUNT, Keys.accessKey(mailbox.value()), row)
                .build();
    }

    /// No URL of the mailbox that was signed till now holds any more.
    public void reset(MailboxId mailbox) {
        forget(Keys.accessKey(mailbox.value()));
    }

    /// The same of all mailboxes.
    public void reset() {
        forget(Keys.accessKeys());
    }

    private void forget(byte[] prefix) {
        writer.commitQuietly(_ -> engine.any(writer.scope(), Table.ACCOUNT, prefix)
                ? List.of(Batch.in(writer.scope())
                        .deletePrefix(Table.ACCOUNT, prefix)
                        .build())
                : List.of());
    }

    static byte[] ofBytes(byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        byte[] key = in.bytes();
        if (key.length != OCTETS || Arrays.equals(key, new byte[OCTETS])) {
            throw new BytesReader.Malformed("a key of " + key.length + " octets");
        }
        return key;
    }
}
