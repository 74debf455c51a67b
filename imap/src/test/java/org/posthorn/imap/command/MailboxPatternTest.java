package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxPatternTest {

    @ParameterizedTest
    @CsvSource({
        "*,a/b/c,true",
        "%,a,true",
        "%,a/b,false",
        "a/%,a/b,true",
        "a/%,a/b/c,false",
        "*%,a/b,true",
        "%*,a/b,true",
        "%/%,a/b,true",
        "inbox,INBOX,true",
        "inbox/%,INBOX/x,true",
        "INB%,INBOX,true",
        "Inbox/x,INBOX/X,false",
        "work,Work,false",
        "'',a,false",
        "a*/c%,a/b/c/cd,true",
        "a*/c%,a/b/c/d,false",
    })
    void matches(String pattern, String name, boolean expected) {
        assertEquals(expected, new MailboxPattern(pattern).matches(name));
    }

    @Test
    void saysWhatARegularExpressionSays() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab/*%", 7);
            String name = text(random, "ab/", 8);
            String regex = pattern.replace("*", ".*").replace("%", "[^/]*");
            assertEquals(Pattern.matches(regex, name), new MailboxPattern(pattern).matches(name), pattern + " " + name);
        }
    }

    private static String text(Random random, String alphabet, int most) {
        var text = new StringBuilder();
        for (int n = random.nextInt(most); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void takesNoTimeForWildcardsWithoutEnd() {
        var name = "a".repeat(1_000);
        assertTimeout(
                Duration.ofSeconds(5), () -> assertFalse(new MailboxPattern("*a%a".repeat(400) + "b").matches(name)));
    }
}
