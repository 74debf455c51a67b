package org.posthorn.common.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {

    /// The examples of RFC 4013 §3.
    @ParameterizedTest
    @CsvSource({"I\u00ADX, IX", "user, user", "USER, USER", "\u00AA, a", "\u2168, IX", "a\u00A0b, a b", "\u200B, ''"})
    void prepares(String text, String prepared) {
        assertEquals(Optional.of(prepared), SaslPrep.prepare(text));
    }

    /// A control, and digits behind Arabic, of RFC 4013 §3; private use, a tag, a mark of direction.
    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "\u06271", "\uE000", "a\u0627", "\uDB40\uDC41", "\u200E", "\uFFFD", "\uFFFE"})
    void prohibits(String text) {
        assertEquals(Optional.empty(), SaslPrep.prepare(text));
    }

    @Test
    void takesTextFromRightToLeft() {
        assertEquals(Optional.of("\u06271\u0628"), SaslPrep.prepare("\u06271\u0628"));
    }
}
