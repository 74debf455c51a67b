package org.posthorn.imap.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.Written;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;

/// RFC 9585 §4: told every ten seconds, and never within another line.
class InProgressTest {
    private final AtomicLong now = new AtomicLong(5);
    private final Written written = new Written();
    private final ImapEncoder out = new ImapEncoder(written, Dialect.SEVEN_BIT);
    private final InProgress progress =
            new InProgress(out, new Tag("A001"), new InProgress.Pace(Duration.ofSeconds(10), now::get));

    private void steps(int count, Duration each) {
        for (int i = 0; i < count; i++) {
            now.addAndGet(each.toNanos());
            progress.step();
        }
    }

    @Test
    void toldEveryTenSeconds() {
        progress.expect(1_000);
        steps(9, Duration.ofMillis(1_111));
        assertEquals("", written.toString());
        steps(21, Duration.ofSeconds(1));
        assertEquals("""
            * OK [INPROGRESS ("A001" 9 1000)] still looking\r
            * OK [INPROGRESS ("A001" 19 1000)] still looking\r
            * OK [INPROGRESS ("A001" 29 1000)] still looking\r
            """, written.toString());
    }

    @Test
    void toldBetweenLinesOnly() throws PeerGone {
        progress.expect(2);
        out.raw("* SEARCH");
        steps(1, Duration.ofSeconds(11));
        assertEquals("* SEARCH", written.toString());
        out.crlf();
        steps(1, Duration.ZERO);
        assertEquals("* SEARCH\r\n* OK [INPROGRESS (\"A001\" 1 2)] still looking\r\n", written.toString());
    }
}
