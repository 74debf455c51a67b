package org.posthorn.storage;

import java.util.Arrays;
import java.util.Optional;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.blob.BlobReader;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.StoredMessage;

/// Verifies the blobs of one home: every user of a blob exists, every blob is whole and has its users' size, every
/// chunk belongs to a blob with a user, an upload, or a candidate for the sweeper. Messages of other accounts come and
/// go meanwhile, so what seems wrong is only a finding when the reference is still there afterwards.
final class BlobCheck {
    private static final byte[] MARK = {1};

    private final Engine engine;
    private final RowReader home;
    private final Findings findings;
    private final Where where;
    private final Owners owners;
    private final Repair repair;
    private long blob;

    /// Says whose message a reference is, for a person.
    interface Owners {
        Where where(int account, long messageId);
    }

    /// @param where the home itself
    BlobCheck(Engine engine, AccountId home, Findings findings, Where where, Owners owners, Repair repair) {
        this.engine = engine;
        this.home = new RowReader(engine, Scope.account(home.value()));
        this.findings = findings;
        this.where = where;
        this.owners = owners;
        this.repair = repair;
    }

    void run() {
        engine.scan(home.scope(), Table.ACCOUNT, Range.prefix(Keys.blobRefs()), row -> {
            checkRef(row);
            return true;
        });
        checkOrphans();
        checkCandidates();
        if (findings.repairing()) {
            repair.writeRows();
        }
    }

    private void checkRef(Engine.Entry row) {
        var key = Keys.behindKind(row.key());
        long blobId = key.u64();
        int account = (int) key.u32();
        long messageId = key.u64();
        if (!Arrays.equals(row.value(), MARK)) {
            findings.tell(
                    Damage.MARK, owners.where(account, messageId), "its reference to blob " + blobId + " is damaged");
            repair.mark(home.scopeId(), row.key());
        }
        var user = new RowReader(engine, Scope.account(account));
        var message = user.message(messageId);
        if (message.isEmpty() && isUser(user, messageId)) {
            return; // its record is damaged or lost, and was told
        }
        var stray = message.isEmpty() ? Optional.of("no such message") : elsewhere(blobId, message.get());
        if (stray.isPresent()) {
            if (home.isThere(Table.ACCOUNT, row.key())) {
                findings.tell(
                        Damage.BLOB_REF_STRAY, owners.where(account, messageId), "blob " + blobId + ": " + stray.get());
                repair.delete(Table.ACCOUNT, row.key());
                repair.put(Table.ACCOUNT, Keys.lostBlob(blobId), Disposal.lostBlob(chunks(blobId)));
            }
            return;
        }
        if (blob != blobId) {
            blob = blobId;
            checkBytes(row, account, message.get());
        }
    }

    private static boolean isUser(RowReader user, long messageId) {
        return user.isThere(Table.MESSAGE, Keys.message(messageId))
                || user.engine().any(user.scope(), Table.ACCOUNT, Keys.places(messageId));
    }

    private Optional<String> elsewhere(long blobId, StoredMessage message) {
        var blob = message.blob();
        return blob.home() == home.scopeId() && blob.blobId() == blobId
                ? Optional.empty()
                : Optional.of("the message is in blob " + blob.blobId() + " of account " + blob.home());
    }

    /// Reads the whole blob: checksums, and as many octets as the message says.
    private void checkBytes(Engine.Entry ref, int account, StoredMessage message) {
        var reader = new BlobReader(engine);
        long blobId = message.blob().blobId();
        long size = message.blobSize();
        try {
            reader.read(home.scope(), blobId, 0, size, _ -> {});
            var behind = new Range(
                    Keys.chunk(blobId, BlobReader.chunks(size)),
                    Range.prefix(Keys.chunks(blobId)).to());
            boolean more =
                    !engine.page(home.scope(), Table.CHUNK, behind, 1).entries().isEmpty()
                            || !reader.endsAt(home.scope(), blobId, size);
            if (more) {
                findings.tell(
                        Damage.BLOB_TOO_LONG,
                        owners.where(account, message.messageId()),
                        "blob " + blobId + " is longer than the message");
            }
        } catch (Refused e) {
            if (home.isThere(Table.ACCOUNT, ref.key())) {
                findings.tell(
                        Damage.BODY_DAMAGED,
                        owners.where(account, message.messageId()),
                        "its body: " + Findings.why(e));
            }
        }
        findings.verified(0, size);
    }

    private int chunks(long blobId) {
        var count = new int[1];
        engine.scan(home.scope(), Table.CHUNK, Range.prefix(Keys.chunks(blobId)), row -> {
            var key = new BytesReader(row.key());
            key.u64();
            count[0] = (int) key.u32() + 1;
            return true;
        });
        return count[0];
    }

    private void checkOrphans() {
        home.numbers(Table.CHUNK, Keys.everything(), Long.BYTES, blobId -> {
            if (!isKnown(blobId) && home.any(Table.CHUNK, Range.prefix(Keys.chunks(blobId))) && !isKnown(blobId)) {
                findings.tell(Damage.BLOB_NOBODYS, where, "blob " + blobId + " is nobody's");
                repair.put(Table.ACCOUNT, Keys.lostBlob(blobId), Disposal.lostBlob(chunks(blobId)));
            }
        });
    }

    private boolean isKnown(long blobId) {
        return engine.any(home.scope(), Table.ACCOUNT, Keys.blobRefs(blobId))
                || home.isThere(Table.ACCOUNT, Keys.upload(blobId))
                || home.isThere(Table.ACCOUNT, Keys.lostBlob(blobId));
    }

    private void checkCandidates() {
        for (var row : home.all(Keys.lostBlobs())) {
            long blobId = Keys.behindKind(row.key()).u64();
            RowReader.decoded(() -> Sweeper.chunks(row.value()), why -> {
                findings.tell(Damage.CANDIDATE, where, "a candidate for the sweeper, blob " + blobId + ": " + why);
                repair.put(Table.ACCOUNT, row.key(), Disposal.lostBlob(chunks(blobId)));
            });
        }
        for (var row : home.all(Keys.uploads())) {
            if (!Arrays.equals(row.value(), MARK)) {
                findings.tell(
                        Damage.MARK,
                        where,
                        "the upload of blob " + Keys.behindKind(row.key()).u64() + ": the row is damaged");
                repair.mark(home.scopeId(), row.key());
            }
        }
    }
}
