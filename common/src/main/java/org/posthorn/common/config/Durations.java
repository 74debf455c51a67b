package org.posthorn.common.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `2s`, `5 m`, `14 d`, with or without the space.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    /// @throws IllegalArgumentException with a message fit for a person
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a duration is a whole number and one of ms, s, m, h, d, such as \"5 m\"");
        }
        return UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /// In the largest unit that gives a whole number; `parse(print(d))` is `d` to the millisecond.
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long length = UNITS.get(unit).toMillis();
            if (millis >= length && millis % length == 0) {
                return millis / length + " " + unit;
            }
        }
        return millis + " ms";
    }
}
