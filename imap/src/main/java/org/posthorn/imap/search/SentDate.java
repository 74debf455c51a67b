package org.posthorn.imap.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The day in a Date field as it is written there: time and zone are disregarded (RFC 9051 §6.4.4).
final class SentDate {
    private SentDate() {}

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern DAY = Pattern.compile(
            "(?<![0-9])([0-9]{1,2})[-\\s]{1,9}([A-Za-z]{3})[a-z]{0,6}" + "[-,\\s]{1,9}([0-9]{2,4})(?![0-9])");

    /// No date of a person's stands further behind.
    private static final int MOST = 200;

    static Optional<LocalDate> of(String field) {
        var day = DAY.matcher(field.length() > MOST ? field.substring(0, MOST) : field);
        if (!day.find()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(day.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return Optional.of(LocalDate.of(year(day.group(3)), month, Integer.parseInt(day.group(1))));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /// RFC 5322 §4.3: two digits are of 1950 to 2049, three are counted from 1900.
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }
}
