package org.posthorn.imap.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentDateTest {
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
        assertEquals(day, SentDate.of(field).map(Object::toString).orElse(""));
    }
}
