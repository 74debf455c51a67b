package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.engine.Scope;

/// A number is one blob's for ever: given again, it would lay one message's bytes over another's.
class BlobIdsTest {
    private final FaultyDisk disk = new FaultyDisk();
    private final HashSet<Long> given = new HashSet<>();

    @Test
    void noNumberIsGivenTwiceThoughTheFirstBlockFoundTheDiskFull() {
        give(3);
        disk.full(true);
        try (var engine = new MemoryEngine(disk)) {
            var ids = new BlobIds(engine, Scope.account(1));
            assertEquals(
                    Refused.Why.DISK_FULL,
                    assertThrows(Refused.class, ids::next).why());
            assertThrows(Refused.class, ids::next);
            disk.full(false);
            engine.awaitRecovery();
            given.add(ids.next().blobId());
            given.add(ids.next().blobId());
        }
        give(2_000);
        give(1);
        assertEquals(2_006, given.size());
    }

    private void give(int count) {
        try (var engine = new MemoryEngine(disk)) {
            var ids = new BlobIds(engine, Scope.account(1));
            for (int i = 0; i < count; i++) {
                given.add(ids.next().blobId());
            }
        }
    }
}
