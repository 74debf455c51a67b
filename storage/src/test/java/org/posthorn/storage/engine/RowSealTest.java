package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RowSealTest {
    private static final byte[] ROW =
            new BytesWriter().u8(3).varint(4_711).text("text").toRow();

    @Test
    void sealedRowReadsAsItWasWritten() {
        var in = new BytesReader(ROW);
        assertEquals(3, in.version(3));
        assertEquals(4_711, in.varint());
        assertEquals("text", in.text());
        assertFalse(in.more());
    }

    /// The seal is a format of its own: these bytes lie on disks.
    @Test
    void sealIsTheChecksumOfAllBeforeIt() {
        byte[] digits = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertEquals(0xE3069283, BytesWriter.crc(digits, 0, digits.length)); // CRC-32C's check value
        byte[] expected = {(byte) 0x81, 7, 0, 0, 0, 0};
        int crc = BytesWriter.crc(expected, 0, 2);
        for (int i = 0; i < 4; i++) {
            expected[2 + i] = (byte) (crc >>> 24 - 8 * i);
        }
        assertArrayEquals(expected, new BytesWriter().u8(1).u8(7).toRow());
    }

    @Test
    void everyFlippedBitIsFound() {
        // But for the one that says that there is a seal: without it the row reads as it was written.
        for (int bit = 1; bit < ROW.length * 8; bit++) {
            byte[] flipped = ROW.clone();
            flipped[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            assertEquals(
                    "checksum",
                    assertThrows(BytesReader.Malformed.class, () -> new BytesReader(flipped).version(3))
                            .getMessage());
        }
    }

    @Test
    void everyMissingEndIsFound() {
        for (int length = 0; length < ROW.length; length++) {
            var torn = new BytesReader(ROW, 0, length);
            assertThrows(BytesReader.Malformed.class, () -> torn.version(3));
        }
    }

    @Test
    void rowsFromBeforeThereWereSealsAreRead() {
        var in = new BytesReader(new BytesWriter().u8(1).varint(4_711).toBytes());
        assertEquals(1, in.version(3));
        assertEquals(4_711, in.varint());
        assertFalse(in.more());
    }

    @Test
    void newerVersionIsSaidToBeOne() {
        assertEquals(
                "row format 3, known up to 2",
                assertThrows(BytesReader.Malformed.class, () -> new BytesReader(ROW).version(2))
                        .getMessage());
    }
}
