package org.posthorn.storage;

import java.util.Optional;
import java.util.function.Consumer;
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
    private final Engine engine;
    private final Scope home;
    private final int homeId;
    private final Consumer<String> finding;

    BlobCheck(Engine engine, AccountId home, Consumer<String> finding) {
        this.engine = engine;
        this.home = Scope.account(home.value());
        this.homeId = home.value();
        this.finding = finding;
    }

    void run() {
        var reader = new BlobReader(engine);
        var seen = new long[1];
        engine.scan(home, Table.ACCOUNT, Range.prefix(Keys.blobRefs()), row -> {
            var key = Keys.behindKind(row.key());
            long blobId = key.u64();
            int account = (int) key.u32();
            long messageId = key.u64();
            var problem = problem(blobId, account, messageId)
                    .or(() -> seen[0] == blobId ? Optional.empty() : broken(reader, blobId, account, messageId));
            seen[0] = blobId;
            if (problem.isPresent()
                    && engine.get(home, Table.ACCOUNT, row.key()).isPresent()) {
                finding.accept(
                        "blob " + blobId + " of account " + account + "'s message " + messageId + ": " + problem.get());
            }
            return true;
        });
        checkOrphans();
    }

    private Optional<String> problem(long blobId, int account, long messageId) {
        var message = message(account, messageId);
        if (message.isEmpty()) {
            return Optional.of("no such message");
        }
        var blob = message.get().blob();
        return blob.home() == homeId && blob.blobId() == blobId
                ? Optional.empty()
                : Optional.of("the message is in blob " + blob.blobId() + " of account " + blob.home());
    }

    /// Reads the whole blob: checksums, and as many octets as the message says.
    private Optional<String> broken(BlobReader reader, long blobId, int account, long messageId) {
        long size = message(account, messageId).map(StoredMessage::blobSize).orElse(0L);
        try {
            reader.read(home, blobId, 0, size, _ -> {});
        } catch (Refused e) {
            return Optional.of(e.getMessage());
        }
        var behind = new Range(
                Keys.chunk(blobId, BlobReader.chunks(size)),
                Range.prefix(Keys.chunks(blobId)).to());
        boolean more =
                !engine.page(home, Table.CHUNK, behind, 1).entries().isEmpty() || !reader.endsAt(home, blobId, size);
        return more ? Optional.of("longer than the message") : Optional.empty();
    }

    private Optional<StoredMessage> message(int account, long messageId) {
        return engine.get(Scope.account(account), Table.MESSAGE, Keys.message(messageId))
                .map(row -> StoredMessage.ofBytes(messageId, row));
    }

    private void checkOrphans() {
        var last = new long[1];
        engine.scan(home, Table.CHUNK, Range.prefix(Keys.everything()), row -> {
            long blobId = new BytesReader(row.key()).u64();
            if (blobId != last[0]
                    && !isKnown(blobId)
                    && engine.get(home, Table.CHUNK, row.key()).isPresent()
                    && !isKnown(blobId)) {
                finding.accept("blob " + blobId + ": nobody's");
            }
            last[0] = blobId;
            return true;
        });
    }

    private boolean isKnown(long blobId) {
        return engine.any(home, Table.ACCOUNT, Keys.blobRefs(blobId))
                || engine.get(home, Table.ACCOUNT, Keys.upload(blobId)).isPresent()
                || engine.get(home, Table.ACCOUNT, Keys.lostBlob(blobId)).isPresent();
    }
}
