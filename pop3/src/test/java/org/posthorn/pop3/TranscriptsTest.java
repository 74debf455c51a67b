package org.posthorn.pop3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.transcript.Transcript;
import org.posthorn.pop3.TestServer.Door;

/// Plays every transcript against a server in this process. Each has a server of its own with
/// `alice@example.org`, whose INBOX holds the three messages below, UIDs 1 to 3.
class TranscriptsTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> transcripts() throws Exception {
        return Transcript.in(Path.of("src/test/resources/transcripts")).stream()
                .map(play -> DynamicTest.dynamicTest(play.toString(), () -> play(play)));
    }

    private void play(Transcript play) throws Exception {
        try (var server = TestServer.start(Files.createDirectory(folder.resolve(play.toString())))) {
            server.addAccount("alice@example.org", TestServer.PASSWORD);
            server.addAccount("carol@example.org", " pass with spaces ");
            var alice = EmailAddress.parse("alice@example.org");
            server.put(alice, "Subject: one\r\n\r\nfirst line\r\nsecond line\r\nthird line\r\n");
            server.put(alice, "Subject: two\r\n\r\n.\r\n..two dots\r\nlast without end");
            server.put(alice, "");
            play.play(() -> server.connect(door(play)));
        }
    }

    private static Door door(Transcript play) {
        return play.given().stream()
                .filter(given -> given.startsWith("listener "))
                .map(given -> switch (given.substring(9)) {
                    case "pop3" -> Door.POP3;
                    case "pop3s" -> Door.POP3S;
                    case "clear" -> Door.CLEAR;
                    default -> throw new IllegalArgumentException(given);
                })
                .findFirst()
                .orElseThrow();
    }
}
