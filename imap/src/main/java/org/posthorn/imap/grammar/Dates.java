package org.posthorn.imap.grammar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// Dates as IMAP writes them (RFC 9051 §9 `date`, `date-time`).
final class Dates {
    private Dates() {}

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    static LocalDate date(ImapParser in) throws BadCommand {
        boolean quoted = in.tryByte('"');
        var date = dateText(in);
        if (quoted) {
            in.expect('"');
        }
        return date;
    }

    static Instant dateTime(ImapParser in) throws BadCommand {
        in.expect('"');
        in.trySpace(); // date-day-fixed: a day of one digit has a space in front
        var date = dateText(in);
        in.space();
        int hour = digits(in, 2);
        in.expect(':');
        int minute = digits(in, 2);
        in.expect(':');
        int second = digits(in, 2);
        in.space();
        var zone = zone(in);
        in.expect('"');
        try {
            // A leap second is stored as the one before it: no clock of ours has it.
            return OffsetDateTime.of(
                            date.getYear(),
                            date.getMonthValue(),
                            date.getDayOfMonth(),
                            hour,
                            minute,
                            second == 60 ? 59 : second,
                            0,
                            zone)
                    .toInstant();
        } catch (DateTimeException none) {
            throw in.bad("a time that there is");
        }
    }

    private static LocalDate dateText(ImapParser in) throws BadCommand {
        int day = (int) Math.min(in.nzNumber(), 99);
        in.expect('-');
        int month = 0;
        while (month < MONTHS.size() && !in.tryPhrase(MONTHS.get(month))) {
            month++;
        }
        if (month == MONTHS.size()) {
            throw in.bad("a month, Jan to Dec");
        }
        in.expect('-');
        int year = digits(in, 4);
        try {
            return LocalDate.of(year, month + 1, day);
        } catch (DateTimeException none) {
            throw in.bad("a date that there is");
        }
    }

    private static ZoneOffset zone(ImapParser in) throws BadCommand {
        int sign = in.tryByte('-') ? -1 : 1;
        if (sign > 0) {
            in.expect('+');
        }
        int hours = digits(in, 2);
        int minutes = digits(in, 2);
        try {
            return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
        } catch (DateTimeException none) {
            throw in.bad("a zone from -1800 to +1800");
        }
    }

    private static int digits(ImapParser in, int count) throws BadCommand {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = in.peek() - '0';
            if (digit < 0 || digit > 9) {
                throw in.bad("a digit");
            }
            in.tryByte((char) in.peek());
            value = value * 10 + digit;
        }
        return value;
    }

    /// `17-Jul-1996 02:44:25 -0700`, in UTC; a day of one digit has a space in front (RFC 9051 §9 `date-day-fixed`).
    static String format(Instant instant) {
        var time = instant.atOffset(ZoneOffset.UTC);
        var out = new StringBuilder(26);
        pad(out, time.getDayOfMonth(), ' ').append('-').append(MONTHS.get(time.getMonthValue() - 1));
        out.append('-').append(Math.clamp(time.getYear(), 1000, 9999)).append(' ');
        pad(out, time.getHour(), '0').append(':');
        pad(out, time.getMinute(), '0').append(':');
        return pad(out, time.getSecond(), '0').append(" +0000").toString();
    }

    private static StringBuilder pad(StringBuilder out, int value, char filler) {
        if (value < 10) {
            out.append(filler);
        }
        return out.append(value);
    }
}
