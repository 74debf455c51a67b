package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.response.Tag;

class IdTest {
    @Test
    void theLogHasWhatTheClientSaidAndNoMore() {
        var said = new LinkedHashMap<String, Optional<String>>();
        said.put("name", Optional.of("Thunderbird"));
        said.put("os", Optional.empty());
        said.put("version", Optional.of("140.0"));
        assertEquals("name=Thunderbird, version=140.0", new Id(Tag.NONE, said).said());
        assertEquals("", new Id(Tag.NONE, Map.of()).said());
        assertEquals(
                200,
                new Id(Tag.NONE, Map.of("name", Optional.of("x".repeat(1_000))))
                        .said()
                        .length());
    }
}
