package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.ServerProcess;

/// mbsync (isync) takes 1,000 messages up, another Maildir takes them down, changes travel both ways.
class MbsyncIT {
    private static final int MESSAGES = 1_000;

    @TempDir
    Path folder;

    @Test
    void thousandMessagesThereAndBack() throws Exception {
        Programs.need("mbsync");
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.account("alice@example.org", "secret");
            Path first = maildir("first");
            Path second = maildir("second");
            var random = new Random(7);
            for (int i = 0; i < MESSAGES; i++) {
                Files.writeString(
                        first.resolve("cur/1." + i + ".test:2," + (i % 3 == 0 ? "S" : "")), letter(i, random));
            }
            sync(server, "first");
            sync(server, "second");
            List<String> sent = contents(first);
            assertEquals(MESSAGES, sent.size());
            assertEquals(sent, contents(second));

            changeSome(second);
            sync(server, "second");
            sync(server, "first");
            sync(server, "second");
            assertEquals(MESSAGES - 100 + 10, contents(first).size());
            assertEquals(contents(second), contents(first));
            assertEquals(seen(second), seen(first));
            assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
        }
    }

    private Path maildir(String name) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(name).resolve(part));
        }
        return folder.resolve(name);
    }

    private static String letter(int number, Random random) {
        return "From: a@example.org\nSubject: letter " + number + "\nMessage-ID: <" + number + "@test>\n\n"
                + "x".repeat(random.nextInt(4_000)) + "\n.\nend\n";
    }

    /// A hundred go away, a hundred are read, ten are new.
    private static void changeSome(Path maildir) throws IOException {
        List<Path> messages = new ArrayList<>(messages(maildir));
        for (Path gone : messages.subList(0, 100)) {
            Files.delete(gone);
        }
        List<Path> unread = messages.subList(100, messages.size()).stream()
                .filter(file -> !flags(file).contains("S"))
                .limit(100)
                .toList();
        for (Path file : unread) {
            String name = file.getFileName().toString();
            String flagged = name.contains(":2,") ? name + "S" : name + ":2,S";
            Files.move(file, maildir.resolve("cur").resolve(flagged));
        }
        var random = new Random(8);
        for (int i = 0; i < 10; i++) {
            Files.writeString(maildir.resolve("cur/2." + i + ".test:2,"), letter(MESSAGES + i, random));
        }
    }

    private static String flags(Path file) {
        String name = file.getFileName().toString();
        return name.contains(":2,") ? name.substring(name.indexOf(":2,") + 3) : "";
    }

    private static List<Path> messages(Path maildir) throws IOException {
        try (Stream<Path> files = Stream.of("cur", "new").flatMap(part -> list(maildir.resolve(part)))) {
            return files.sorted().toList();
        }
    }

    private static Stream<Path> list(Path folder) {
        try {
            return Files.list(folder);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /// What each message says, without the line that mbsync adds to find it again.
    private static List<String> contents(Path maildir) throws IOException {
        List<String> result = new ArrayList<>();
        for (Path file : messages(maildir)) {
            result.add(Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("X-TUID: [^\n]*\n", ""));
        }
        result.sort(null);
        return result;
    }

    private static long seen(Path maildir) throws IOException {
        return messages(maildir).stream()
                .filter(file -> flags(file).contains("S"))
                .count();
    }

    private void sync(ServerProcess server, String name) throws IOException {
        Path config = folder.resolve(name + ".rc");
        Files.writeString(config, """
            IMAPAccount posthorn
            Host 127.0.0.1
            Port %d
            SSLType STARTTLS
            CertificateFile %s
            User alice@example.org
            Pass secret

            IMAPStore far
            Account posthorn

            MaildirStore near
            Path %s/
            Inbox %s
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns INBOX
            Create Both
            Expunge Both
            SyncState %s/
            """.formatted(
                        server.port("imap"),
                        server.data().resolve("tls/chain.pem"),
                        folder.resolve(name + "-folders"),
                        folder.resolve(name),
                        folder.resolve(name + "-state")));
        Files.createDirectories(folder.resolve(name + "-folders"));
        Files.createDirectories(folder.resolve(name + "-state"));
        server.run("mbsync", "-c", config.toString(), "all").orFail();
    }
}
