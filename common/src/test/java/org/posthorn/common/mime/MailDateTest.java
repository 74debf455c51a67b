package org.posthorn.common.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 22 Aug 2002 18:26:25 +0700 | 2002-08-22",
                "1 Jan 2020 23:59:59 -1200 | 2020-01-01",
                "Wed, 11 Feb 98 11:51 CST | 1998-02-11",
                "Tue, 3 Mar 49 | 2049-03-03",
                "Tue, 3 Mar 102 00:00 | 2002-03-03",
                "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 | 1997-11-21",
                "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06",
                "3 august 2021 | 2021-08-03",
                "31 Feb 2021 | ''",
                "3 Foo 2021 | ''",
                "yesterday | ''",
                "'' | ''",
            })
    void readsTheDay(String field, String day) {
        assertEquals(day, MailDate.day(field).map(Object::toString).orElse(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 31 Dec 2000 16:01:33 -0800 | 2001-01-01T00:01:33Z",
                "31 Dec 2000 16:01 +0230 | 2000-12-31T13:31:00Z",
                "Mon, 23 Nov 26 10:00:00 GMT | 2026-11-23T10:00:00Z",
                "Mon, 23 Nov 1998 10:00:00 EST (comment) | 1998-11-23T15:00:00Z",
                "Mon, 23 Nov 1998 10:00:00 PDT | 1998-11-23T17:00:00Z",
                "Mon, 23 Nov 98 23:59:60 | 1998-11-23T23:59:59Z",
                "23 Nov 1998 10:00:00 +9999 | 1998-11-23T10:00:00Z",
                "22 Aug 2002 15:23:11 -1900 | 2002-08-23T10:23:11Z",
                "23 Nov 1998 10:00:00 +9959 | 1998-11-19T06:01:00Z",
                "23 Nov 1998 10:00:00 J | 1998-11-23T10:00:00Z",
                "23 Nov 1998 25:00:00 -0100 | 1998-11-23T01:00:00Z",
                "23-Nov-1998 | 1998-11-23T00:00:00Z",
            })
    void sentDateIsNormalizedToUtc(String field, Instant sent) {
        assertEquals(Optional.of(sent), MailDate.parse(field));
    }

    @ParameterizedTest
    @CsvSource({"''", "yesterday", "31 Feb 2020 10:00:00 +0000", "1 Foo 2020", "99999999999999999999"})
    void whatIsNoDayIsNoDate(String field) {
        assertEquals(Optional.empty(), MailDate.parse(field));
    }
}
