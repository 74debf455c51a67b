package org.posthorn.storage.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.common.mime.MimeParser;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.Refused;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.message.StoredMessage.BlobRef;

/// Records of messages: what is written is read, in either version.
class StoredMessageTest {
    private static final BlobRef BLOB = new BlobRef(7, 99);

    private static final String MAIL = """
        Date: Mon, 23 Nov 2026 10:00:00 +0100
        Subject: Re: grün
        From: "Alice A." <alice@example.org>, Group: bob@example.org;
        Message-ID: <1@example.org>
        In-Reply-To: <0@example.org>
        References: <r@example.org> <0@example.org>
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8; name=x
        Content-Disposition: attachment; filename=y
        Content-Language: de, en
        Content-ID: <c@example.org>

        hello
        --b
        Content-Type: message/rfc822

        Subject: inner

        text
        --b--
        """;

    private record Arrived(byte[] mail, int head, Part root) {
        static Arrived of(byte[] mail) {
            var parser = new MimeParser();
            parser.accept(ByteBuffer.wrap(mail));
            var structure = parser.finish();
            return new Arrived(mail, (int) Math.min(parser.headerEnd().orElse(mail.length), 65_536), structure.root());
        }

        byte[] row(byte[] trace, long thread) {
            return ParsedMessage.of(mail, head, root, ByteBuffer.allocate(0))
                    .toRow(trace, mail.length + trace.length, BLOB, thread);
        }

        byte[] rowOfVersion1() {
            return RowsOfVersion1.message(Arrays.copyOf(mail, head), root, mail.length, BLOB);
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void allOfARecordIsReadBack() {
        byte[] mail = bytes(MAIL);
        var message = StoredMessage.ofBytes(5, Arrived.of(mail).row(new byte[0], 3));
        message.verify();
        assertEquals(5, message.messageId());
        assertEquals(3, message.threadId());
        assertEquals(mail.length, message.size());
        assertEquals(BLOB, message.blob());
        assertEquals(
                MAIL.indexOf("\n\n") + 2,
                message.head().toString().replace("\r", "").length());
        assertEquals(
                new StoredColumns(
                        Optional.of(Instant.parse("2026-11-23T09:00:00Z")),
                        "grün",
                        true,
                        Optional.of("1@example.org"),
                        List.of("r@example.org", "0@example.org"),
                        Optional.of("0@example.org")),
                message.columns());
        var envelope = message.root().envelope();
        assertEquals("Mon, 23 Nov 2026 10:00:00 +0100", envelope.text().toString());
        assertEquals("Re: grün", envelope.text().toString());
        assertEquals(4, envelope.entries());
        var alice = envelope.entry();
        assertEquals("Alice A.", alice.name().toString());
        assertTrue(!alice.route().isPresent());
        assertEquals("alice", alice.local().toString());
        assertEquals("example.org", alice.domain().toString());
        assertEquals(StoredEnvelope.Kind.GROUP, envelope.entry().kind());
        assertEquals("bob", envelope.entry().local().toString());
        assertEquals(StoredEnvelope.Kind.GROUP_END, envelope.entry().kind());
        var children = message.root().children();
        assertEquals(2, children.size());
        assertEquals("utf-8", children.getFirst().parameter("CHARSET").toString());
        assertEquals("7BIT", children.getFirst().encoding());
        var inner = children.getLast().children().getFirst();
        inner.envelope().text();
        assertTrue(inner.hasEnvelope());
    }

    /// The trace header of a recipient moves all that is behind it, and only becomes part of the message's header.
    @Test
    void traceMovesWhatIsBehindIt() {
        byte[] trace = bytes("Received: x\n");
        var arrived = Arrived.of(bytes(MAIL));
        var message = StoredMessage.ofBytes(1, arrived.row(trace, 1));
        assertEquals(arrived.mail().length + trace.length, message.size());
        assertTrue(message.head().toString().startsWith("Received: x\r\nDate: "));
        assertEquals(0, message.root().headerStart());
        assertEquals(arrived.root().bodyStart() + trace.length, message.root().bodyStart());
        var part = arrived.root().children().getLast().children().getFirst();
        var stored = message.root().children().getLast().children().getFirst();
        assertEquals(part.headerStart() + trace.length, stored.headerStart());
        assertEquals(part.bodyEnd() + trace.length, stored.bodyEnd());
        assertEquals(part.lines(), stored.lines());
    }

    /// A format change must not change what is read: version 1 becomes, byte for byte, what version 2 would have been.
    @Test
    void version1IsReadAsVersion2() throws IOException {
        var mails = new ArrayList<byte[]>(List.of(bytes(MAIL), new byte[0], bytes("no header\n"), bytes("\nbody")));
        for (String folder : List.of("corpus", "mime")) {
            for (var file : vectors(folder)) {
                mails.add(Files.readAllBytes(file));
            }
        }
        for (byte[] mail : mails) {
            var arrived = Arrived.of(mail);
            var in = new BytesReader(arrived.rowOfVersion1());
            assertEquals(1, in.version(2));
            assertArrayEquals(arrived.row(new byte[0], 4), StoredMessage1.upgraded(4, in));
            StoredMessage.ofBytes(4, arrived.rowOfVersion1()).verify();
        }
    }

    private static List<Path> vectors(String folder) throws IOException {
        String said = System.getProperty("posthorn.vectors");
        if (said == null || !Files.isDirectory(Path.of(said, folder))) {
            return List.of();
        }
        try (var files = Files.walk(Path.of(said, folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /// As if it were older than checksums, which would find all of it.
    private static byte[] unsealed(byte[] row) {
        byte[] bare = Arrays.copyOf(row, row.length - 4);
        bare[0] &= 0x7f;
        return bare;
    }

    /// Damage is told, not taken for mail: nothing but the two exceptions for it comes out.
    @Test
    void damageIsNamed() {
        var arrived = Arrived.of(bytes(MAIL));
        var random = new Random(20_261_123);
        for (byte[] row : List.of(unsealed(arrived.row(bytes("Received: x\n"), 9)), arrived.rowOfVersion1())) {
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = Arrays.copyOf(row, random.nextInt(8) == 0 ? random.nextInt(row.length) : row.length);
                for (int n = random.nextInt(3); n >= 0 && damaged.length > 0; n--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                try {
                    StoredMessage.ofBytes(1, damaged).verify();
                } catch (Refused | BytesReader.Malformed expected) {
                    assertTrue(expected.getMessage() != null);
                }
            }
        }
        assertThrows(BytesReader.Malformed.class, () -> StoredMessage.ofBytes(1, new byte[] {3}));
    }

    @Test
    void referencesAreBounded() {
        var field = new StringBuilder("References:");
        for (int i = 0; i < 5_000; i++) {
            field.append("\r\n <").append(i).append("@x>");
        }
        byte[] mail = (field + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        var references = StoredMessage.ofBytes(1, Arrived.of(mail).row(new byte[0], 1))
                .columns()
                .references();
        assertEquals(200, references.size());
        assertEquals("0@x", references.getFirst());
        assertEquals("4999@x", references.getLast());
    }
}
