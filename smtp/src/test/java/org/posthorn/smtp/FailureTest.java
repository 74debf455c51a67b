package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.Refused;

/// The ladder of failures.
class FailureTest {

    @Test
    void everyRefusalOfTheStoreHasItsReply() {
        var replies = new EnumMap<Refused.Why, String>(Refused.Why.class);
        for (var why : Refused.Why.values()) {
            var reply = SmtpSession.refusal(why);
            replies.put(why, reply.code() + " " + reply.enhanced());
        }
        assertEquals(
                Map.of(
                        Refused.Why.NOT_FOUND, "450 4.2.0",
                        Refused.Why.EXISTS, "450 4.2.0",
                        Refused.Why.FORBIDDEN, "450 4.2.0",
                        Refused.Why.NO_PERMISSION, "450 4.2.0",
                        Refused.Why.OVER_QUOTA, "452 4.2.2",
                        Refused.Why.TOO_BIG, "552 5.3.4",
                        Refused.Why.IN_USE, "450 4.2.0",
                        Refused.Why.DISK_FULL, "452 4.3.1",
                        Refused.Why.UNAVAILABLE, "451 4.3.0",
                        Refused.Why.DAMAGED, "450 4.2.0"),
                replies);
    }

    /// There is no store at all: as bad as it gets. The command fails with an id, the session goes on.
    @Test
    void aFailureOfOursEndsTheCommandOnly() throws Exception {
        var noted = new NotedConnection();
        var settings = new SmtpSession.Settings("mx.example.org", SmtpSession.Role.MX, false, 1_000, "1");
        var session = new SmtpSession(noted.connection(), null, settings);
        for (var line : List.of("HELO client", "MAIL FROM:<a@example.net>", "MAIL FROM:<a@example.net>", "NOOP")) {
            session.line(line.getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(
                List.of(
                        "250 mx.example.org",
                        "451 4.3.0 something went wrong here, try again later (c7-e1)",
                        "451 4.3.0 something went wrong here, try again later (c7-e2)",
                        "250 2.0.0 OK"),
                noted.notes());
    }
}
