package org.posthorn.dist.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/// One event as one line: `2026-11-23T19:14:18.123Z INFO login failed conn=a1b2 remote=127.0.0.1:4711`.
///
/// Peers choose some of the values. Whatever would break the line or could pass for another key is quoted
/// and escaped, so that no peer can write a line of the log.
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(event.getLevel()).append(' ');
        appendOnOneLine(event.getFormattedMessage(), line);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.append(' ').append(pair.key).append('=');
                appendValue(String.valueOf(pair.value), line);
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static void appendValue(String value, StringBuilder line) {
        boolean plain = !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '=');
        if (plain) {
            line.append(value);
        } else {
            line.append('"');
            appendOnOneLine(value.replace("\\", "\\\\").replace("\"", "\\\""), line);
            line.append('"');
        }
    }

    private static void appendOnOneLine(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // C0, DEL, C1 and the line separators: what a terminal obeys or a reader takes for a new line.
            if (c < ' ' || c >= 0x7F && c < 0xA0 || c == '\u2028' || c == '\u2029') {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
