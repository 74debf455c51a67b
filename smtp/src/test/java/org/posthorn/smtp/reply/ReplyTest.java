package org.posthorn.smtp.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void everyLineButTheLastIsMarkedAndAllHaveTheEnhancedCode() {
        assertEquals("214-2.0.0 one\r\n214 2.0.0 two\r\n", new Reply(214, "2.0.0", List.of("one", "two")).wire());
        assertEquals("334 \r\n", Replies.challenge("").wire());
    }

    @Test
    void aReplyThatWouldBreakTheProtocolCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "5.0.0", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "", "a\r\n250 b"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "", "ä"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(600, "", "x"));
        assertThrows(IllegalArgumentException.class, () -> new Reply(250, "", List.of()));
    }

    /// RFC 2034 §3: all 2xx, 4xx and 5xx but the greeting and EHLO's; RFC 5321 §4.5.3.1.5: 512 octets with CRLF.
    @Test
    void everyReplyOfTheTableHasAnEnhancedCodeAndFits() throws Exception {
        for (var field : Replies.class.getFields()) {
            assertTrue(Modifier.isFinal(field.getModifiers()), field.getName());
            var reply = (Reply) field.get(null);
            assertEquals(reply.code() / 100 == 3, reply.enhanced().isEmpty(), field.getName());
            assertTrue(reply.wire().length() <= 512, field.getName());
        }
        assertTrue(Arrays.stream(Replies.class.getFields()).count() > 40);
    }
}
