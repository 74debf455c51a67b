package org.posthorn.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.storage.blob.BlobReader;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes for good, as the rows of one commit: marks of deletions with the places or mailboxes that they are about,
/// and the messages that have no place left, with their reference to a blob. What becomes of the blob the sweeper sees
/// to ([#homes]). Under the account's lock, with nothing on its way; for one thread.
final class Disposal {
    /// Of the row that names a blob which may have lost its last user: version u8 = 1, chunks varint.
    static final int VERSION = 1;

    /// Message records read at once.
    private static final int RECORDS = 64;

    private static final Logger log = LoggerFactory.getLogger(Disposal.class);

    private final Engine engine;
    private final AccountId account;
    private final Scope scope;
    private final Threads threads;
    private final Map<AccountId, Batch.Builder> batches = new HashMap<>();
    private final Set<AccountId> homes = new HashSet<>();

    Disposal(Engine engine, AccountId account) {
        this.engine = engine;
        this.account = account;
        this.scope = Scope.account(account.value());
        this.threads = new Threads(engine, scope);
    }

    /// The commit: one batch for each scope that is touched.
    List<Batch> build() {
        return batches.values().stream().map(Batch.Builder::build).toList();
    }

    /// The accounts under which blobs lie that may have lost their last user.
    Set<AccountId> homes() {
        return homes;
    }

    Disposal of(List<Deletion> deletions) {
        var gone = new LinkedHashMap<Long, List<DeletedId>>();
        for (var deletion : deletions) {
            switch (deletion) {
                case Deletion.OfMessage message ->
                    gone.computeIfAbsent(message.id().messageId(), _ -> new ArrayList<>())
                            .add(message.id());
                case Deletion.Unkept(long messageId) -> gone.computeIfAbsent(messageId, _ -> new ArrayList<>());
                case Deletion.OfMailbox box ->
                    delete(Keys.deletedMailbox(box.mailbox().value()));
            }
            delete(deletion.key());
        }
        var placeless = new ArrayList<Long>();
        gone.forEach((messageId, places) -> {
            if (disposePlaces(messageId, places)) {
                placeless.add(messageId);
            }
        });
        for (int from = 0; from < placeless.size(); from += RECORDS) {
            disposeMessages(placeless.subList(from, Math.min(from + RECORDS, placeless.size())));
        }
        return this;
    }

    /// Deletes a message whatever places it has.
    ///
    /// @param row of its record
    void ofMessage(Engine.Entry row) {
        long messageId = new BytesReader(row.key()).u64();
        try {
            ofMessage(StoredMessage.ofBytes(messageId, row.value()));
        } catch (BytesReader.Malformed | Refused e) {
            // It must not hold up all that comes behind it. Which blob it had the check will find.
            log.atWarn()
                    .addKeyValue("account", account.value())
                    .addKeyValue("message", messageId)
                    .addKeyValue("why", e.getMessage())
                    .log("damaged message deleted without its blob");
            in(account).delete(Table.MESSAGE, row.key());
        }
    }

    private void ofMessage(StoredMessage message) {
        threads.forget(message, in(account));
        in(account).delete(Table.MESSAGE, Keys.message(message.messageId()));
        if (message.blob().isNone()) {
            return;
        }
        var home = new AccountId(message.blob().home());
        long blobId = message.blob().blobId();
        in(home).delete(Table.ACCOUNT, Keys.blobRef(blobId, account.value(), message.messageId()))
                .put(Table.ACCOUNT, Keys.lostBlob(blobId), lostBlob(BlobReader.chunks(message.blobSize())));
        homes.add(home);
    }

    /// The row of a blob that may have lost its last user.
    static byte[] lostBlob(int chunks) {
        return new BytesWriter(8).u8(VERSION).varint(chunks).toRow();
    }

    /// @return whether no other place is left
    private boolean disposePlaces(long messageId, List<DeletedId> ids) {
        int disposed = 0;
        for (var id : ids) {
            byte[] place = Keys.place(messageId, id.mailbox().value(), id.uid());
            // A mark that is wrong must never cost mail: only a place that is a deleted one goes.
            if (engine.get(scope, Table.ACCOUNT, place).filter(this::isDeleted).isPresent()) {
                delete(place);
                disposed++;
            }
        }
        // One more than are going tells that the message stays.
        var left = engine.page(scope, Table.ACCOUNT, Range.prefix(Keys.places(messageId)), disposed + 1);
        return left.entries().size() == disposed;
    }

    private boolean isDeleted(byte[] place) {
        try {
            return DeletedPlace.ofBytes(place).isPresent();
        } catch (BytesReader.Malformed e) {
            log.atWarn()
                    .addKeyValue("account", account.value())
                    .addKeyValue("why", e.getMessage())
                    .log("damaged place of a message left to posthorn check --repair");
            return false;
        }
    }

    private void disposeMessages(List<Long> messageIds) {
        var keys = messageIds.stream().map(Keys::message).toList();
        var records = engine.multiGet(scope, Table.MESSAGE, keys);
        for (int i = 0; i < records.size(); i++) {
            byte[] key = keys.get(i);
            records.get(i).ifPresent(row -> ofMessage(new Engine.Entry(key, row)));
        }
    }

    private void delete(byte[] key) {
        in(account).delete(Table.ACCOUNT, key);
    }

    private Batch.Builder in(AccountId id) {
        return batches.computeIfAbsent(id, _ -> Batch.in(Scope.account(id.value())));
    }
}
