package org.posthorn.storage.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

class PlacementTest {
    private static final Instant ARRIVED = Instant.parse("2026-11-24T10:00:00.123Z");
    private static final Instant SAVED = Instant.parse("2026-11-25T10:00:00.001Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T10:00:00.123Z", // it has no Date field
        "2026-11-24T10:00:00Z",
        "2026-11-24T09:59:58Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        ","
    })
    void comesBackAsItWas(Instant sent) {
        var placement = new Placement(7, 8, 9, ARRIVED, SAVED, 10, Optional.ofNullable(sent));
        assertEquals(placement, Placement.ofBytes(7, placement.toBytes()));
        assertEquals(
                placement.sent(), placement.copied(1, SAVED, 11).changedAt(12).sent());
    }

    @Test
    void version1KnowsNotWhenItWasSent() {
        var writer = new BytesWriter(32)
                .u8(1)
                .varint(8)
                .varint(9)
                .signed(ARRIVED.toEpochMilli())
                .signed(SAVED.toEpochMilli())
                .varint(10);
        assertEquals(new Placement(7, 8, 9, ARRIVED, SAVED, 10), Placement.ofBytes(7, writer.toRow()));
    }

    @Test
    void anUnknownWayToBeSentIsDamage() {
        var writer = new BytesWriter(32)
                .u8(2)
                .varint(8)
                .varint(9)
                .signed(0)
                .signed(0)
                .varint(10)
                .u8(3);
        assertThrows(BytesReader.Malformed.class, () -> Placement.ofBytes(7, writer.toRow()));
    }
}
