package org.posthorn.common.mime;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The moment that a Date field names (RFC 5322 §3.3, §4.3), read as RFC 5256 §2.2 asks: a zone that says nothing is
/// UTC, a time that is none is midnight, and only without a day there is no date.
public final class MailDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern DAY = Pattern.compile(
            "(?<![0-9])([0-9]{1,2})[-\\s]{1,9}([A-Za-z]{3})[a-z]{0,6}[-,\\s]{1,9}([0-9]{2,4})(?![0-9])");
    private static final Pattern TIME = Pattern.compile("\\s{1,9}([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?");
    private static final Pattern ZONE = Pattern.compile("\\s{0,9}([+-][0-9]{4}|[A-Za-z]{1,5})");

    /// RFC 5322 §4.3: the names that have a meaning; single letters were used wrongly and mean nothing.
    private static final List<String> ZONES = List.of("EDT", "EST", "CDT", "CST", "MDT", "MST", "PDT", "PST");

    /// No date of a person's stands further behind.
    private static final int MOST = 200;

    private MailDate() {}

    /// @param field a raw, unfolded field body
    public static Optional<Instant> parse(String field) {
        var text = beginning(field);
        var day = DAY.matcher(text);
        return date(day).map(date -> {
            var time = TIME.matcher(text).region(day.end(), text.length());
            if (!time.lookingAt()) {
                return date.atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            var zone = ZONE.matcher(text).region(time.end(), text.length());
            var offset = zone.lookingAt() ? offset(zone.group(1)) : Duration.ZERO;
            return date.atTime(time(time)).toInstant(ZoneOffset.UTC).minus(offset);
        });
    }

    /// The day as it is written there: time and zone are disregarded, as SEARCH asks (RFC 9051 §6.4.4).
    ///
    /// @param field a raw, unfolded field body
    public static Optional<LocalDate> day(String field) {
        return date(DAY.matcher(beginning(field)));
    }

    private static String beginning(String field) {
        return field.length() > MOST ? field.substring(0, MOST) : field;
    }

    private static Optional<LocalDate> date(Matcher day) {
        if (!day.find()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(day.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return Optional.of(LocalDate.of(year(day.group(3)), month, Integer.parseInt(day.group(1))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// RFC 5322 §4.3: two digits are of 1950 to 2049, three are counted from 1900.
    static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }

    private static LocalTime time(Matcher time) {
        int hour = Integer.parseInt(time.group(1));
        int minute = Integer.parseInt(time.group(2));
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        // RFC 5322 §3.3 knows leap seconds, Java's clock does not.
        return hour < 24 && minute < 60 && second <= 60
                ? LocalTime.of(hour, minute, Math.min(second, 59))
                : LocalTime.MIDNIGHT;
    }

    /// Up to 99 hours are valid (RFC 5322 §3.3), and spam has 19.
    private static Duration offset(String zone) {
        if (zone.charAt(0) != '+' && zone.charAt(0) != '-') {
            int known = ZONES.indexOf(zone.toUpperCase(Locale.ROOT));
            return known < 0 ? Duration.ZERO : Duration.ofHours(-4 - (known + 1) / 2);
        }
        int number = Integer.parseInt(zone.substring(1));
        if (number % 100 >= 60) {
            return Duration.ZERO;
        }
        var offset = Duration.ofHours(number / 100).plusMinutes(number % 100);
        return zone.charAt(0) == '-' ? offset.negated() : offset;
    }
}
