package org.posthorn.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0 B, 0, 0 B",
        "1023B, 1023, 1023 B",
        "1024 B, 1024, 1 KiB",
        "50 MiB, 52428800, 50 MiB",
        "50MiB, 52428800, 50 MiB",
        "1536 MiB, 1610612736, 1536 MiB",
        "2 GiB, 2147483648, 2 GiB",
        "1 TiB, 1099511627776, 1 TiB"
    })
    void sizes(String text, long bytes, String printed) {
        assertEquals(bytes, ByteSize.parse(text).bytes());
        assertEquals(printed, ByteSize.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "MiB", "5 MB", "5 mib", "-5 MiB", "5.5 MiB", "5  MiB", " 5 MiB", "999999999 TiB"})
    void noSizes(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"2s, PT2S, 2 s", "5 m, PT5M, 5 m", "14 d, PT336H, 14 d", "90 s, PT1M30S, 90 s", "0 s, PT0S, 0 ms"})
    void durations(String text, Duration duration, String printed) {
        assertEquals(duration, Durations.parse(text));
        assertEquals(printed, Durations.print(duration));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 min", "-1 s", "1.5 h", "PT5M", "5 m 3 s"})
    void noDurations(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"[::]:25, ::, 25", "127.0.0.1:0, 127.0.0.1, 0", "mx.example.org:587, mx.example.org, 587"})
    void hostsAndPorts(String text, String host, int port) {
        assertEquals(new HostPort(host, port), HostPort.parse(text));
        assertEquals(text, HostPort.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", ":25", "::1:25", "a:", "a:b", "[a]:5", "[::]", "a:-1", "a:65536"})
    void noHostsAndPorts(String text) {
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "127.1", "1.2.3.4.5", "256.1.1.1", "example.org", "1::2::3"})
    void noAddresses(String text) {
        assertThrows(IllegalArgumentException.class, () -> HostPort.literalAddress(text));
    }

    @Test
    void nearest() {
        List<String> keys = List.of("smtp", "submission", "submissions", "imap", "imaps", "message_size");
        assertEquals(Optional.of("message_size"), Nearest.to("mesage_size", keys));
        assertEquals(Optional.of("smtp"), Nearest.to("smpt", keys));
        assertEquals(Optional.of("imaps"), Nearest.to("imapss", keys));
        assertEquals(Optional.empty(), Nearest.to("colour", keys));
        assertEquals(1, Nearest.edits("ab", "ba"));
        assertEquals(3, Nearest.edits("kitten", "sitting"));
    }
}
