package org.posthorn.imap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Transcript;
import org.posthorn.storage.directory.QuotaLimits;

/// Plays every transcript against a server in this process, each with a server of its own. `given` knows
/// `accounts alice bob bob` (who logs in with the first, second and third connection; without it `alice`),
/// `logged in` (as `alice@example.org` where nobody is named, greeting and login are over), `messages n` (in her INBOX,
/// subjects `m1` to `mn`, UIDs 1 to n), `quota octets messages` and `hidden capability…` (for her), `starttls` (a
/// listener that takes no password in the clear), `nothing extra` (a listener that hides every capability that can
/// be hidden), `impatient` (a listener that tells of its progress with every message), and `urls` (a
/// listener with URLAUTH).
class TranscriptsTest {
    private static final String ALICE = "alice@example.org";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> transcripts() throws Exception {
        return Transcript.in(Path.of("src/test/resources/transcripts")).stream()
                .map(play -> DynamicTest.dynamicTest(play.toString(), () -> play(play)));
    }

    private void play(Transcript play) throws Exception {
        try (var server = TestServer.start(Files.createDirectory(folder.resolve(play.toString())))) {
            var accounts = play.accounts(ALICE);
            accounts.stream().distinct().forEach(server::addAccount);
            for (int i = 1; i <= messages(play); i++) {
                server.put(ALICE, "m" + i);
            }
            play.given().stream()
                    .filter(given -> given.startsWith("hidden "))
                    .forEach(given ->
                            server.hide(ALICE, Set.of(given.substring(7).split(" "))));
            quota(play).ifPresent(limits -> server.limit(ALICE, limits));
            var door = door(play);
            boolean loggedIn = play.given().contains("logged in");
            var next = accounts.iterator();
            play.play(() -> loggedIn ? server.loggedIn(next.hasNext() ? next.next() : ALICE) : server.connect(door));
        }
    }

    private static TestServer.Door door(Transcript play) {
        if (play.given().contains("starttls")) {
            return TestServer.Door.IMAP;
        }
        if (play.given().contains("impatient")) {
            return TestServer.Door.IMPATIENT;
        }
        if (play.given().contains("urls")) {
            return TestServer.Door.URLAUTH;
        }
        return play.given().contains("nothing extra") ? TestServer.Door.PLAIN : TestServer.Door.CLEAR;
    }

    private static Optional<QuotaLimits> quota(Transcript play) {
        return play.given().stream()
                .filter(given -> given.startsWith("quota "))
                .map(given -> given.split(" "))
                .map(words -> new QuotaLimits(
                        OptionalLong.of(Long.parseLong(words[1])), OptionalLong.of(Long.parseLong(words[2]))))
                .findFirst();
    }

    private static int messages(Transcript play) {
        return play.given().stream()
                .filter(given -> given.startsWith("messages "))
                .mapToInt(given -> Integer.parseInt(given.substring(9)))
                .sum();
    }
}
