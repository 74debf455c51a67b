package org.posthorn.dist.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.mailbox.Flag;

class FormatsTest {
    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    /// Each letter as `mailbox [flags] date content`.
    private void read(Path path, String mailbox) throws IOException {
        Source.open(path, Optional.empty(), mailbox).read(new Letter.Visitor<IOException>() {
            @Override
            public void letter(Letter letter) throws IOException {
                Set<String> flags =
                        letter.flags().stream().map(Flag::name).collect(Collectors.toCollection(TreeSet::new));
                read.add(letter.mailbox() + " " + flags + " " + letter.date() + " " + content(letter));
            }

            @Override
            public void unreadable(String name, String why) {
                unreadable.add(why);
            }
        });
    }

    private static String content(Letter letter) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        letter.content().writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1).replace("\r", "^").replace("\n", "$");
    }

    private Path mbox(String text) throws IOException {
        return Files.writeString(folder.resolve("Sent.mbox"), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void mboxesAreReadByTheRules() throws IOException {
        read(mbox("""
            From a@b Thu Nov  5 20:50:05 2026
            Status: RO
            X-Status: AF
            Subject: one

            >From here
            >>From there
            >Fromage

            From here on, no date: text
            not behind an empty line:
            From a@b Thu Nov  5 20:50:05 2026

            From - Fri Nov 06 08:00:00 2026 +0100
            Subject: two

            Status: in the body stays
            """), "");
        assertEquals(
                List.of(
                        "Sent [\\Answered, \\Flagged, \\Seen] 2026-11-05T20:50:05Z Subject: one^$^$From here^$"
                                + ">From there^$>Fromage^$^$From here on, no date: text^$not behind an empty line:^$"
                                + "From a@b Thu Nov  5 20:50:05 2026^$",
                        "Sent [] 2026-11-06T07:00:00Z Subject: two^$^$Status: in the body stays^$"),
                read);
        assertEquals(List.of(), unreadable);
    }

    @Test
    void aLineOfAnyLengthIsOneLine() throws IOException {
        String line = "x".repeat(20_000) + "From y";
        read(mbox("From - Fri Nov 06 08:00:00 2026\n\n" + line + "\n"), "Old");
        assertEquals(List.of("Old [] 2026-11-06T08:00:00Z ^$" + line + "^$"), read);
    }

    @Test
    void whatIsNoMboxIsNamed() throws IOException {
        Source.open(mbox("Subject: x\n\ny\n"), Optional.of(Format.MBOX), "")
                .read(new Letter.Visitor<RuntimeException>() {
                    @Override
                    public void letter(Letter letter) {
                        read.add(letter.name());
                    }

                    @Override
                    public void unreadable(String name, String why) {
                        unreadable.add(why);
                    }
                });
        assertEquals(List.of(), read);
        assertEquals(List.of("is no mbox: it does not begin with a From line"), unreadable);
    }

    @ParameterizedTest
    @CsvSource({
        "From a Thu Nov  5 20:50:05 2026, 2026-11-05T20:50:05Z",
        "From \"a b\"@c Thu Nov 15 20:50 2026, 2026-11-15T20:50:00Z",
        "From - Thu Nov  5 20:50:05 CET 2026, 2026-11-05T20:50:05Z",
        "From - Thu Nov  5 20:50:05 2026 +0100, 2026-11-05T19:50:05Z",
        "From - Thu Nov 31 20:50:05 2026, none",
        "From - Thu Nov  5 20:50:05 2026 +9900, none",
        "From - Thu Foo  5 20:50:05 2026, none",
        "From here on, none"
    })
    void separatorsHaveADate(String line, String date) {
        assertEquals(date, FromLine.date(line).map(Instant::toString).orElse("none"));
    }

    @Test
    void maildirsAreReadByTheRules() throws IOException {
        message("cur/1.M1.host:2,FRSTDPx", "A: b\n\nc\n");
        message("new/2.M2.host", "A: b\r\n\r\nc\nd\n");
        message(".Sent.2024/cur/3.M3.host:2,S", "no end");
        message(".Entw&APw-rfe/new/4", "");
        Files.createDirectories(folder.resolve("cur/folder:2,S"));
        read(folder, "");
        assertEquals(
                List.of(
                        "INBOX [$Forwarded, \\Answered, \\Deleted, \\Draft, \\Flagged, \\Seen] 2026-01-01T00:00:00Z"
                                + " A: b^$^$c^$",
                        "INBOX [] 2026-01-01T00:00:00Z A: b^$^$c$d$",
                        "Entw\u00FCrfe [] 2026-01-01T00:00:00Z ",
                        "Sent/2024 [\\Seen] 2026-01-01T00:00:00Z no end"),
                read);
        assertEquals(List.of("is no file"), unreadable);
    }

    @Test
    void treesOfMessageFilesAreReadByTheRules() throws IOException {
        message("1.eml", "a\n");
        message("Sent/2024/2,FS.eml", "b\n");
        message("Sent/readme.txt", "not one");
        read(folder, "Old");
        assertEquals(
                List.of(
                        "Old [] 2026-01-01T00:00:00Z a^$",
                        "Old/Sent/2024 [\\Flagged, \\Seen] 2026-01-01T00:00:00Z b^$"),
                read);
    }

    private void message(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(folder.resolve("cur").resolveSibling(path).getParent());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INBOX",
                "INBOX/x",
                "Sent/2024",
                "a.b/.c",
                "../../etc/passwd",
                "..",
                "100%/%2E",
                "Entw\u00FCrfe & Co"
            })
    void namesOfFoldersComeBackAndStayInside(String mailbox) {
        assertEquals(mailbox, FolderNames.ofMaildir(FolderNames.maildir(mailbox)));
        assertEquals(mailbox, FolderNames.ofTree(Path.of(FolderNames.tree(mailbox))));
        for (String name : List.of(FolderNames.maildir(mailbox), FolderNames.tree(mailbox))) {
            assertTrue(folder.resolve(name).normalize().startsWith(folder), name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: x^$^$From a^$>From b^$>>From c^$Fro^$>Fro^$",
                "S: x^$^$From^$From ^$>^$> From ^$F^$",
                "S: x^$^$From From ^$",
                "S: x^$^$a^$^$^$",
                "S: x^$^$From x Thu Nov  5 20:50:05 2026^$^$From x Thu Nov  5 20:50:05 2026^$"
            })
    void mboxExportComesBack(String shown) throws IOException {
        Instant date = Instant.parse("2026-01-01T00:00:01Z");
        byte[] bytes = shown.replace('^', '\r').replace('$', '\n').getBytes(StandardCharsets.ISO_8859_1);
        Export export = new Export(folder, Format.MBOX);
        Letter letter = new Letter("1", "a/b", Set.of(Flag.SEEN, Flag.DRAFT), date, 1, out -> out.write(bytes));
        export.put(letter);
        assertThrows(
                IOException.class,
                () -> export.put(new Letter("2", "a/b", Set.of(), date, 1, out -> {
                    out.write('x');
                    throw new IOException("damaged");
                })));
        export.put(letter);
        read(folder, "");
        String once = "a/b [\\Draft, \\Seen] 2026-01-01T00:00:01Z " + shown;
        assertEquals(List.of(once, once), read);
    }
}
