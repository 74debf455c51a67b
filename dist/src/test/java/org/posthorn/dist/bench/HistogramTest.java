package org.posthorn.dist.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.9, 0.99, 1})
    void quantilesAreTrueToAThirtySecond(double share) {
        var random = new Random(7);
        long[] values = LongStream.generate(() -> random.nextLong(1L << random.nextInt(1, 40)))
                .limit(10_000)
                .sorted()
                .toArray();
        var histogram = new Histogram();
        var half = new Histogram();
        for (int i = 0; i < values.length; i++) {
            (i % 2 == 0 ? histogram : half).add(values[i]);
        }
        histogram.add(half);
        long exact = values[(int) Math.ceil(share * values.length) - 1];
        long told = histogram.quantile(share);
        assertTrue(told >= exact && told <= exact + exact / 32 + 1, told + " for " + exact);
        assertEquals(values[values.length - 1], histogram.max());
    }

    @Test
    void nothingIsNought() {
        assertEquals(0, new Histogram().quantile(0.5));
    }

    @Test
    void aLetterHasItsSizeAndNoBareNewline() {
        for (int size : new int[] {512, 513, 4096, 51_200}) {
            var letter = new Letter(size).number(12);
            assertEquals(size, letter.length);
            var text = new String(letter, java.nio.charset.StandardCharsets.US_ASCII);
            assertTrue(text.endsWith("\r\n") && text.contains("Subject: Message 00000012"), text);
            assertTrue(!text.replace("\r\n", "").contains("\r")
                    && !text.replace("\r\n", "").contains("\n"));
            assertTrue(!text.contains("\r\n."));
        }
    }
}
