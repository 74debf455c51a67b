package org.posthorn.smtp;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Transcript;
import org.posthorn.smtp.TestServer.Door;

/// Plays every transcript against a server in this process.
class TranscriptsTest {
    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> transcripts() throws Exception {
        return Transcript.in(Path.of("src/test/resources/transcripts")).stream()
                .map(play ->
                        DynamicTest.dynamicTest(play.toString(), () -> play.play(() -> server.connect(door(play)))));
    }

    private static Door door(Transcript play) {
        var clear = play.given().contains("plaintext");
        return play.given().stream()
                .filter(given -> given.startsWith("listener "))
                .map(given -> switch (given.substring(9)) {
                    case "mx" -> Door.MX;
                    case "submission" -> clear ? Door.CLEAR_SUBMISSION : Door.SUBMISSION;
                    case "submissions" -> Door.SUBMISSIONS;
                    default -> throw new IllegalArgumentException(given);
                })
                .findFirst()
                .orElseThrow();
    }
}
