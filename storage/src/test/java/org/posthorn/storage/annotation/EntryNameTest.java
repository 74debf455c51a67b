package org.posthorn.storage.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5464 §3.2, a row for each of its rules.
class EntryNameTest {

    @ParameterizedTest
    @CsvSource({
        "/private/comment, true, /comment, true",
        "/shared/comment, false, /comment, true",
        "/SHARED/Comment, false, /comment, true",
        "/private, true, '', false",
        "/shared, false, '', false",
        "/private/filters/values/on-the-road, true, /filters/values/on-the-road, true",
        "/shared/vendor, false, /vendor, false",
        "/shared/vendor/cmu, false, /vendor/cmu, false",
        "/shared/vendor/cmu/color, false, /vendor/cmu/color, true",
        "/shared/VENDOR/cmu, false, /vendor/cmu, false",
        "/private/vendors, true, /vendors, true",
        "/private/with space, true, /with space, true"
    })
    void names(String text, boolean isPrivate, String path, boolean isWhole) {
        var name = EntryName.of(text).orElseThrow();
        assertEquals(isPrivate, name.isPrivate());
        assertEquals(path, name.path());
        assertEquals(isWhole, name.isWhole());
        assertEquals(text, name.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "comment",
                "private/comment",
                "/comment",
                "/privates/comment",
                "/private/",
                "/private//comment",
                "//private/comment",
                "/private/comment/",
                "/private/com*ment",
                "/private/com%ment",
                "/private/com\tment",
                "/private/com\u007fment",
                "/private/kömment"
            })
    void noNames(String text) {
        assertEquals(Optional.empty(), EntryName.of(text));
        assertEquals(Optional.empty(), EntryName.of("/private/" + "x".repeat(EntryName.LONGEST)), "too long");
    }

    @Test
    void anyCaseIsTheSameName() {
        var name = new EntryName("/private/Comment");
        assertEquals(name, new EntryName("/PRIVATE/comment"));
        assertEquals(name.hashCode(), new EntryName("/PRIVATE/comment").hashCode());
        assertNotEquals(name, new EntryName("/shared/comment"));
    }

    @ParameterizedTest
    @CsvSource({
        "/private/a, /private/a, ITSELF, true",
        "/private/a, /PRIVATE/A, ITSELF, true",
        "/private/a, /private/a/b, ITSELF, false",
        "/private/a, /private/a/b, CHILDREN, true",
        "/private/a, /private/a/b/c, CHILDREN, false",
        "/private/a, /private/a/b/c, ALL, true",
        "/private/a, /private/ab, ALL, false",
        "/private/a, /shared/a/b, ALL, false",
        "/private, /private/a, CHILDREN, true",
        "/private, /shared/a, ALL, false"
    })
    void reach(String name, String other, Depth depth, boolean reached) {
        assertEquals(reached, new EntryName(name).reaches(new EntryName(other), depth));
    }
}
