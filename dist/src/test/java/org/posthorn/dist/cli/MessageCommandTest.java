package org.posthorn.dist.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.dist.server.Server;

/// Mail goes in, out, in again, and is the same: into a stopped store, and through a server.
class MessageCommandTest {
    private static final int MESSAGES = 60;

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void accounts() throws Exception {
        config = folder.resolve("posthorn.toml");
        Files.writeString(config, """
            hostname = "mx.test"
            data = "data"
            [limits]
            message_size = "1 MiB"
            [listen]
            smtp = []
            submission = []
            submissions = []
            imap = []
            imaps = []
            pop3 = []
            pop3s = []
            admin = ["127.0.0.1:0"]
            """);
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("list.csv"), "address,password\na@x.test,secret\nb@x.test,secret\n");
        run(0, "account", "import", folder.resolve("list.csv").toString());
        maildir();
    }

    private void maildir() throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            String sub = new String[] {"", ".Sent", ".Sent.2024"}[i % 3];
            String flags = new String[] {"", "S", "FS", "DPRST"}[i % 4];
            message(sub + "/cur/" + i + ".M1.host:2," + flags, i, i % 7 == 0 ? 40_000 : 100);
        }
    }

    private void message(String path, int number, int octets) throws IOException {
        Path file = folder.resolve("maildir/" + path);
        Files.createDirectories(file.getParent());
        Files.createDirectories(folder.resolve("maildir/cur"));
        String text = "Subject: " + number + "\n\n" + "\u0000\u00FF.From x\n".repeat(octets / 10);
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochMilli(1_500_000_000_123L + number * 1_000L)));
    }

    /// Bodies that do not pack, so that they lie in blob files.
    private void largeMessages() throws IOException {
        Random random = new Random(1);
        for (int i = 100; i < 110; i++) {
            Path file = folder.resolve("maildir/cur/" + i + ".M1.host:2,S");
            byte[] body = new byte[20_000];
            random.nextBytes(body);
            String text = "Subject: " + i + "\n\n" + Base64.getMimeEncoder().encodeToString(body);
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochMilli(1_500_000_000_123L + i * 1_000L)));
        }
    }

    /// A bit in the middle of the largest blob file is another.
    private void damageBodies() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            Path file = files.filter(each -> each.toString().endsWith(".blob"))
                    .max(Comparator.comparing(each -> each.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    private record Ran(String out, String err) {}

    private Ran run(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = Stream.concat(Stream.of(arguments), Stream.of("-c", config.toString()))
                .toArray(String[]::new);
        assertEquals(
                exitCode,
                PosthornCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), line),
                () -> out + "" + err);
        return new Ran(out.toString(), err.toString());
    }

    private Ran imports(int exitCode, String account, Path source) {
        return run(exitCode, "message", "import", account, source.toString());
    }

    private Map<String, String> exported(String account, String format) throws IOException {
        Path to = Files.createTempDirectory(folder, "out").resolve("mail");
        run(0, "message", "export", account, to.toString(), "--format", format);
        return contents(to);
    }

    /// Path to date and octets.
    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(file).toString(),
                        Files.getLastModifiedTime(file) + " "
                                + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void exportAndImportChangeNothing(boolean running) throws Exception {
        if (running) {
            try (Server _ = Server.start(ConfigFile.read(config), Clock.systemUTC())) {
                thereAndBack();
            }
        } else {
            thereAndBack();
        }
        assertTrue(run(0, "check").out().contains("sound"));
    }

    private void thereAndBack() throws Exception {
        imports(0, "a@x.test", folder.resolve("maildir"));
        Map<String, String> first = exported("a@x.test", "maildir");
        assertEquals(MESSAGES, first.size());
        String one = first.get(".Sent/cur/1500000001.M123U0000000001.posthorn:2,S");
        assertTrue(
                one.contains("Subject: 1\r\n\r\n\u0000\u00FF.From x\r\n"),
                first.keySet().toString());
        Path eml = Files.createTempDirectory(folder, "out").resolve("mail");
        run(0, "message", "export", "a@x.test", eml.toString(), "--format", "eml");
        imports(0, "b@x.test", eml);
        assertEquals(first, exported("b@x.test", "maildir"));
    }

    @Test
    void aSecondRunImportsOnlyWhatIsNew() throws IOException {
        imports(0, "a@x.test", folder.resolve("maildir"));
        Map<String, String> first = exported("a@x.test", "maildir");
        assertTrue(imports(0, "a@x.test", folder.resolve("maildir")).out().startsWith("imported 0 messages"));
        assertEquals(first, exported("a@x.test", "maildir"));
        message("cur/99.M1.host:2,S", 99, 10);
        assertTrue(imports(0, "a@x.test", folder.resolve("maildir")).out().startsWith("imported 1 messages"));
    }

    /// Killed behind the commit, the journal ends with the try; killed before it, too.
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aRunThatWasKilledIsTakenUp(boolean committed) throws IOException {
        imports(0, "a@x.test", folder.resolve("maildir"));
        Map<String, String> whole = exported("a@x.test", "maildir");
        String account = committed ? "a@x.test" : "b@x.test";
        Path journal = folder.resolve("data/import/1.journal");
        String lines = Files.readString(journal);
        assertTrue(lines.endsWith("done\n"));
        Path own = journal.resolveSibling((committed ? 1 : 2) + ".journal");
        Files.writeString(own, lines.replaceFirst("done\n$", ""));
        if (!committed) {
            // Nothing of this account was committed: only the last try may stand.
            String last = lines.substring(lines.lastIndexOf("try "), lines.length() - 5);
            Files.writeString(own, last);
        }
        imports(0, account, folder.resolve("maildir"));
        assertEquals(whole, exported(account, "maildir"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCanNotBeImportedIsNamedAndCounted(boolean running) throws Exception {
        message("cur/97.M1.host:2,", 97, 2_000_000);
        Files.createDirectories(folder.resolve("maildir/cur/98"));
        Ran ran;
        if (running) {
            try (Server _ = Server.start(ConfigFile.read(config), Clock.systemUTC())) {
                ran = imports(1, "a@x.test", folder.resolve("maildir"));
            }
        } else {
            ran = imports(1, "a@x.test", folder.resolve("maildir"));
        }
        assertTrue(ran.out().startsWith("imported 60 messages"), ran.out());
        assertTrue(ran.out().strip().endsWith("skipped 2 named above"), ran.out());
        assertTrue(ran.err().contains("97.M1.host: the message is larger than 1048576 octets"), ran.err());
        assertTrue(ran.err().contains("cur/98: is no file"), ran.err());
    }

    /// An export that stops at the first damaged record makes both repair and moving away impossible.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damagedMessagesAreNamedAndPassedOver(boolean running) throws Exception {
        largeMessages();
        imports(0, "a@x.test", folder.resolve("maildir"));
        Map<String, String> whole = exported("a@x.test", "maildir");
        run(0, "backup", folder.resolve("backups").toString()); // puts the log into files
        damageBodies();
        Path to = folder.resolve("rest");
        Ran ran;
        if (running) {
            try (Server _ = Server.start(ConfigFile.read(config), Clock.systemUTC())) {
                ran = run(1, "message", "export", "a@x.test", to.toString());
            }
        } else {
            ran = run(1, "message", "export", "a@x.test", to.toString());
        }
        assertTrue(ran.err().startsWith("skipped INBOX UID "), ran.err());
        Map<String, String> rest = contents(to);
        assertEquals(whole.size() - ran.err().lines().count(), rest.size());
        assertTrue(whole.entrySet().containsAll(rest.entrySet()));
        assertTrue(ran.out().strip().endsWith("skipped " + ran.err().lines().count() + " named above"), ran.out());
        imports(0, "b@x.test", to);
        Path again = folder.resolve("again");
        run(0, "message", "export", "b@x.test", again.toString());
        assertEquals(
                new ArrayList<>(rest.values()), new ArrayList<>(contents(again).values()));
        String found = run(1, "check").out();
        assertTrue(found.contains("a@x.test, INBOX UID ") && found.contains("BODY_DAMAGED"), found);
    }

    @ParameterizedTest
    @CsvSource({
        "message import c@x.test maildir, c@x.test does not exist",
        "message import a@x.test nowhere, nowhere: is not there",
        "message export a@x.test maildir, is not empty",
        "message export a@x.test new --mailbox Nothing, a@x.test has no mailbox Nothing",
        "message import a@x.test maildir --mailbox a//b, the mailbox name has an empty level"
    })
    void refusalsAreOneLine(String line, String why) {
        String[] words = line.split(" ");
        words[3] = folder.resolve(words[3]).toString();
        Ran ran = run(1, words);
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(why), ran.err());
    }
}
