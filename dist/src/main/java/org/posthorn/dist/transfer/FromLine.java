package org.posthorn.dist.transfer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The line before a message in an mbox: `From sender Thu Nov 23 20:50:05 2026` (RFC 4155, appendix A), the date in
/// UTC unless a zone is told, as some do.
final class FromLine {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final Pattern DATE = Pattern.compile("From .*?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? "
            + "+(\\w{3}) +(\\d{1,2}) +(\\d{2}):(\\d{2})(?::(\\d{2}))?"
            + "(?: +(?:[A-Z]{1,5}|[+-]\\d{4}))? +(\\d{4})(?: +([+-]\\d{4}))?.*");

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

    private FromLine() {}

    /// Empty when the line is none.
    static Optional<Instant> date(String line) {
        Matcher date = DATE.matcher(line);
        if (!date.matches() || !MONTHS.contains(date.group(1))) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(date.group(6)),
                    MONTHS.indexOf(date.group(1)) + 1,
                    number(date.group(2)),
                    number(date.group(3)),
                    number(date.group(4)),
                    number(Optional.ofNullable(date.group(5)).orElse("0")));
            ZoneOffset zone =
                    Optional.ofNullable(date.group(7)).map(ZoneOffset::of).orElse(ZoneOffset.UTC);
            return Optional.of(local.toInstant(zone));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /// Without a line end.
    static String of(Instant date) {
        return "From MAILER-DAEMON " + ASCTIME.format(date.atOffset(ZoneOffset.UTC));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
