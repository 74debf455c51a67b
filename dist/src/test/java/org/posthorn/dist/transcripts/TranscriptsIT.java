package org.posthorn.dist.transcripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.config.Imap;
import org.posthorn.common.transcript.Transcript;
import org.posthorn.dist.admin.AdministrationFailed;

/// Plays every transcript with the packaged server. IMAP's and POP3's are under TLS from the first octet, but for those
/// that show STARTTLS or STLS; SMTP's are played where they say.
///
/// What `given` means is said in each module's own `TranscriptsTest`.
class TranscriptsIT {
    private static final String ALICE = "alice@example.org";
    private static final String NOTHING_EXTRA = Imap.EXTENSIONS.stream()
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(", ", "[imap]\nhide = [", "]\n"));

    /// As IMAP's own transcripts have it.
    private static final String IMAP = """
        [imap]
            hide = ["URLAUTH"]
            [imap.annotations]
        "/shared/comment" = "Shared comment"
        "/shared/admin" = "mailto:postmaster@example.org"
        "/shared/filters/values/second" = "SUBJECT m2"
        [imap.hide_from]
        Picky = ["REPLACE", "METADATA"]
        "picky mail 2" = ["WITHIN"]
        """;

    @TempDir
    Path folder;

    /// Something that a transcript is played on.
    private interface Play {
        void on(Stage stage, Transcript play) throws IOException, AdministrationFailed;
    }

    @TestFactory
    Stream<DynamicTest> imap() throws IOException {
        var stage = Stage.open(folder.resolve("imap"), "[limits]\nmessage_size = \"1 MiB\"\n" + IMAP);
        return tests(stage, plays("imap").filter(TranscriptsIT::isOrdinary), TranscriptsIT::imap);
    }

    @TestFactory
    Stream<DynamicTest> imapWithNothingExtra() throws IOException {
        var stage = Stage.open(folder.resolve("bare"), NOTHING_EXTRA);
        return tests(stage, plays("imap").filter(TranscriptsIT::hasNothingExtra), TranscriptsIT::imap);
    }

    @TestFactory
    Stream<DynamicTest> imapWithUrls() throws IOException {
        var stage = Stage.open(folder.resolve("urls"), "");
        return tests(stage, plays("imap").filter(play -> play.given().contains("urls")), TranscriptsIT::imap);
    }

    @TestFactory
    Stream<DynamicTest> pop3() throws IOException {
        var stage = Stage.open(folder.resolve("pop3"), "");
        return tests(stage, plays("pop3"), (on, play) -> {
            on.cast(List.of(ALICE));
            on.cast("carol@example.org", " pass with spaces ");
            on.put(ALICE, "Subject: one\r\n\r\nfirst line\r\nsecond line\r\nthird line\r\n");
            on.put(ALICE, "Subject: two\r\n\r\n.\r\n..two dots\r\nlast without end");
            on.put(ALICE, "");
            play.play(() -> on.connect(play.given().contains("listener pop3") ? "pop3" : "pop3s"));
        });
    }

    @TestFactory
    Stream<DynamicTest> smtp() throws IOException {
        var stage = Stage.open(folder.resolve("smtp"), "[limits]\nmessage_size = \"1000000 B\"\n");
        return tests(stage, plays("smtp").filter(play -> !isClear(play)), TranscriptsIT::smtp);
    }

    @TestFactory
    Stream<DynamicTest> smtpInTheClear() throws IOException {
        var stage = Stage.open(folder.resolve("clear"), "[auth]\nallow_plaintext = true\n");
        return tests(stage, plays("smtp").filter(TranscriptsIT::isClear), TranscriptsIT::smtp);
    }

    private static Stream<Transcript> plays(String module) throws IOException {
        return Transcript.in(Path.of("..", module, "src/test/resources/transcripts")).stream();
    }

    private static Stream<DynamicTest> tests(Stage stage, Stream<Transcript> plays, Play play) {
        return plays.map(each -> DynamicTest.dynamicTest(each.toString(), () -> play.on(stage, each)))
                .onClose(stage::close);
    }

    private static boolean hasNothingExtra(Transcript play) {
        return play.given().contains("nothing extra");
    }

    /// A real server tells of its progress every ten seconds, and no search here takes so long: no `impatient`.
    private static boolean isOrdinary(Transcript play) {
        return !hasNothingExtra(play)
                && !play.given().contains("impatient")
                && !play.given().contains("urls");
    }

    private static boolean isClear(Transcript play) {
        return play.given().contains("plaintext");
    }

    private static void imap(Stage stage, Transcript play) throws IOException, AdministrationFailed {
        var accounts = play.accounts(ALICE);
        stage.cast(accounts.stream().distinct().toList());
        for (String given : play.given()) {
            var words = given.split(" ");
            switch (words[0]) {
                case "messages" -> {
                    for (int i = 1; i <= Integer.parseInt(words[1]); i++) {
                        stage.put(ALICE, "Subject: m" + i + "\r\n\r\nhello\r\n");
                    }
                }
                case "quota" -> stage.limit(ALICE, words[1], words[2]);
                case "hidden" -> stage.hide(ALICE, List.of(words).subList(1, words.length));
                default -> {} // of the connections, not of what there is
            }
        }
        boolean loggedIn = play.given().contains("logged in");
        String listener = play.given().contains("starttls") ? "imap" : "imaps";
        var next = accounts.iterator();
        play.play(() -> loggedIn ? stage.loggedIn(next.hasNext() ? next.next() : ALICE) : stage.connect(listener));
    }

    private static void smtp(Stage stage, Transcript play) throws IOException, AdministrationFailed {
        stage.cast(List.of(
                ALICE,
                "bob@example.org",
                "zoë@example.org",
                "postmaster@example.org",
                "small@example.org",
                "root@example.com"));
        stage.limit("small@example.org", "300", "none");
        var listener = play.given().stream()
                .filter(given -> given.startsWith("listener "))
                .map(given -> given.substring(9))
                .findFirst()
                .orElseThrow();
        play.play(() -> stage.connect(listener.equals("mx") ? "smtp" : listener));
    }
}
