package org.posthorn.storage.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// Numbers and runs against a plain map.
class FlagModSeqsTest {
    private static final int MESSAGES = 12_000;

    @Test
    void saysWhatAMapSays() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var modSeqs = new FlagModSeqs();
            var model = new HashMap<Long, Long>();
            for (long modSeq = 1; modSeq <= 300; modSeq++) {
                var uids = some(random);
                long now = modSeq;
                if (random.nextInt(6) == 0) {
                    modSeqs.gone(uids);
                    uids.iterator().forEachRemaining((long uid) -> model.remove(uid));
                } else {
                    modSeqs.changed(uids, now);
                    uids.iterator().forEachRemaining((long uid) -> model.put(uid, now));
                }
            }
            for (long uid = 1; uid <= MESSAGES + 2; uid++) {
                assertEquals(model.getOrDefault(uid, 0L), modSeqs.of(uid), "seed " + seed + " UID " + uid);
            }
        }
    }

    /// A STORE on a million messages is one bitmap, and a thousand of them are one too.
    @Test
    void changesOfManyTakeNoMoreThanABitmap() {
        var modSeqs = new FlagModSeqs();
        for (long modSeq = 1; modSeq <= 1_000; modSeq++) {
            modSeqs.changed(Uids.range(1, 1_000_000), modSeq);
        }
        assertEquals(1_000, modSeqs.of(777_777));
        assertTrue(modSeqs.weight() < 200_000, modSeqs.weight() + " octets");
    }

    /// Random ranges cut each other to pieces: the pieces stay few.
    @Test
    void piecesStayFew() {
        var random = new Random(1);
        var modSeqs = new FlagModSeqs();
        for (long modSeq = 1; modSeq <= 20_000; modSeq++) {
            long first = 1 + random.nextInt(100_000);
            modSeqs.changed(Uids.range(first, first + 1_024 + random.nextInt(3_000)), modSeq);
        }
        assertTrue(modSeqs.weight() < 4 << 20, modSeqs.weight() + " octets");
    }

    private static Uids some(Random random) {
        var uids = new UidsBuilder();
        switch (random.nextInt(4)) {
            case 0 -> uids.add(1 + random.nextInt(MESSAGES));
            case 1 -> {
                for (int i = random.nextInt(200); i >= 0; i--) {
                    uids.add(1 + random.nextInt(MESSAGES));
                }
            }
            case 2 -> {
                for (int i = 0; i < 3_000; i++) {
                    uids.add(1 + random.nextInt(MESSAGES));
                }
            }
            default -> {
                long first = 1 + random.nextInt(MESSAGES);
                uids.addRange(first, Math.min(MESSAGES, first + random.nextInt(6_000)));
            }
        }
        return uids.build();
    }
}
