package org.posthorn.dist.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineLayoutTest {
    private static String line(String message, KeyValuePair... pairs) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setInstant(Instant.parse("2026-11-23T19:14:18.5Z"));
        event.setLevel(Level.INFO);
        event.setMessage(message);
        event.setKeyValuePairs(List.of(pairs));
        return new LineLayout().doLayout(event);
    }

    @Test
    void timeLevelEventAndPairs() {
        assertEquals(
                "2026-11-23T19:14:18.500Z INFO login failed conn=a1 size=5\n",
                line("login failed", new KeyValuePair("conn", "a1"), new KeyValuePair("size", 5)));
    }

    @Test
    void noPeerCanWriteALine() {
        assertEquals(
                "2026-11-23T19:14:18.500Z INFO login failed login=\"x\\u000d\\u000aroot\\u001b[2J ok=\\\"1\\\\\"\n",
                line("login failed", new KeyValuePair("login", "x\r\nroot\u001b[2J ok=\"1\\")));
        assertEquals("2026-11-23T19:14:18.500Z INFO x login=\"\"\n", line("x", new KeyValuePair("login", "")));
    }
}
