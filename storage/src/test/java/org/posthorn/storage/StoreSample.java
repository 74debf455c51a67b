package org.posthorn.storage;

import static org.posthorn.storage.TestStore.append;
import static org.posthorn.storage.TestStore.inbox;
import static org.posthorn.storage.TestStore.mailbox;
import static org.posthorn.storage.TestStore.message;
import static org.posthorn.storage.TestStore.to;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;

/// A small store with one of everything, and as text what a client sees of it: run with the code of a release,
/// it writes what all later code must read ([OldStoreTest]). So it uses only what every version has.
///
///     java -cp … org.posthorn.storage.StoreSample FOLDER format-N.zip format-N.txt
///
/// Half of it was written before a proper end, so that it is in tables and snapshots; the other half lies in
/// the log, with an upload that never ended, as if the process had been killed.
final class StoreSample {
    static final String ALICE = "alice@example.org";
    static final String BOB = "bob@example.org";
    private static final String CAROL = "carol@example.org";

    private static final FlagChange SEEN = new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN));

    private StoreSample() {}

    static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        try (var store = write(folder);
                var alice = store.open(ALICE);
                var upload = alice.receive()) {
            upload.write(ByteBuffer.wrap(message("never ends", "x".repeat(200_000))));
            Files.writeString(Path.of(args[2]), text(store));
            pack(folder, Path.of(args[1]));
        }
    }

    /// @return open, with much of it only in the log
    static TestStore write(Path folder) throws Exception {
        try (var store = TestStore.on(folder)) {
            for (var address : new String[] {ALICE, BOB, CAROL}) {
                store.add(address);
            }
            try (var alice = store.open(ALICE)) {
                arrive(alice);
                sort(alice);
            }
            share(store);
            store.store().sweep();
        }
        var store = TestStore.on(folder);
        goOn(store);
        return store;
    }

    /// Mail of every shape.
    private static void arrive(Account alice) {
        var inbox = inbox(alice);
        append(alice, inbox, message("short", "A few words.\r\n"), Flag.SEEN);
        append(alice, inbox, letter(), Flag.FLAGGED, Flag.of("$Work"));
        append(alice, inbox, large(), Flag.SEEN, Flag.ANSWERED);
        append(alice, inbox, "Subject: no body\r\n".getBytes(StandardCharsets.US_ASCII));
        append(alice, inbox, "\r\nno header\r\n".getBytes(StandardCharsets.US_ASCII), Flag.DRAFT);
        append(alice, inbox, message("gone and swept", "y".repeat(80_000)), Flag.DELETED);
    }

    /// Copies, moves, renames, mailboxes and subscriptions that come and go.
    private static void sort(Account alice) {
        var inbox = inbox(alice);
        alice.create(MailboxName.of("Projects/2026/Größe"), Set.of());
        alice.subscribe(MailboxName.of("Projects/2026"));
        alice.copy(inbox, Uids.range(1, 3), mailbox(alice, "Archive"));
        alice.copy(inbox, Uids.range(1, 2), mailbox(alice, "Projects/2026/Größe"));
        alice.move(inbox, Uids.of(2), mailbox(alice, "Projects/2026"));
        alice.rename(MailboxName.of("Projects"), MailboxName.of("Work"));
        alice.expungeDeleted(inbox, alice.state(inbox).uids());
        alice.create(MailboxName.of("For a day"), Set.of());
        append(alice, mailbox(alice, "For a day"), message("gone with its mailbox", ""));
        alice.delete(MailboxName.of("For a day"));
        alice.unsubscribe(MailboxName.of("Junk"));
        alice.subscribe(MailboxName.of("Never made"));
    }

    /// One blob for three, each with a header of their own above it.
    private static void share(TestStore store) {
        var directory = store.store().directory();
        var carol = directory.recipient(EmailAddress.parse(CAROL)).orElseThrow().id();
        var alice = directory.recipient(EmailAddress.parse(ALICE)).orElseThrow().id();
        var bob = directory.recipient(EmailAddress.parse(BOB)).orElseThrow().id();
        store.deliver(
                carol,
                message("for all of you", "Shared.\r\n".repeat(9_000)),
                to(carol, "INBOX", "Delivered-To: carol\r\n"),
                to(alice, "INBOX", "Delivered-To: alice\r\n"),
                to(bob, "Lists/all", "Delivered-To: bob\r\nX-Trace: longer than the others\r\n"));
    }

    /// What no snapshot has.
    private static void goOn(TestStore store) {
        store.store().directory().setPassword(EmailAddress.parse(BOB), "another secret");
        store.store().directory().removeAccount(EmailAddress.parse(CAROL));
        try (var alice = store.open(ALICE)) {
            var archive = mailbox(alice, "Archive");
            alice.store(archive, alice.state(archive).uids(), SEEN);
            alice.store(archive, Uids.of(3), new FlagChange(FlagChange.Kind.REPLACE, Set.of(Flag.of("later"))));
            alice.expunge(archive, Uids.of(2));
            append(alice, inbox(alice), message("gone and not swept", "z".repeat(80_000)));
            alice.expunge(inbox(alice), alice.state(inbox(alice)).uids().and(Uids.range(8, 99)));
            append(alice, inbox(alice), message("the last", "…\r\n"), Flag.of("$Junk"));
        }
        try (var bob = store.open(BOB)) {
            var junk = mailbox(bob, "Junk");
            append(bob, junk, message("spam", "buy\r\n"));
            append(bob, junk, message("no spam", "sell\r\n"));
            bob.move(junk, Uids.of(2), inbox(bob));
            bob.delete(MailboxName.of("Junk"));
        }
    }

    /// Of several parts, with names and words that need encoding.
    private static byte[] letter() {
        return ("""
            From: =?UTF-8?Q?J=C3=BCrgen?= <juergen@example.net>
            To: alice@example.org, "Bob, B." <bob@example.org>
            Date: Mon, 23 Nov 2026 09:58:00 +0100
            Message-ID: <1@example.net>
            References: <0@example.net>
            Subject: =?UTF-8?B?R3LDvMOfZQ==?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=b"

            preamble
            --=b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            --=b
            Content-Type: application/octet-stream; name="a.bin"
            Content-Disposition: attachment; filename="a.bin"
            Content-Transfer-Encoding: base64

            AAECAwQFBgcICQ==
            --=b--
            epilogue
            """).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Of more than one chunk, and hard to compress.
    private static byte[] large() {
        byte[] bytes = new byte[60_000];
        new Random(1).nextBytes(bytes);
        return message("large", Base64.getMimeEncoder().encodeToString(bytes));
    }

    // ---- what a client sees

    /// All accounts, to the last flag, date and octet; of the octets a digest.
    static String text(TestStore store) {
        var text = new StringBuilder();
        for (var entry : store.store().directory().accounts()) {
            text.append("account %d %s%n"
                    .formatted(
                            entry.id().value(),
                            entry.address().local() + "@" + entry.address().domain()));
            try (var account = store.store().account(entry.id())) {
                account.mailboxes().forEach(mailbox -> {
                    var state = account.state(mailbox.id());
                    text.append("  mailbox %s id %s use %s subscribed %s validity %d next %d modseq %d%n"
                            .formatted(
                                    mailbox.name().text(),
                                    mailbox.objectId(),
                                    mailbox.use(),
                                    mailbox.subscribed(),
                                    state.uidValidity(),
                                    state.uidNext(),
                                    state.highestModSeq()));
                    TestStore.placements(account, mailbox.id())
                            .forEach(placed -> text.append("    ")
                                    .append(text(
                                            placed,
                                            state.flagsOf(placed.uid()).stream()
                                                    .map(Flag::name)
                                                    .sorted()
                                                    .collect(Collectors.joining(" ")),
                                            TestStore.read(account, mailbox.id(), placed.uid()))));
                });
                account.subscriptions().stream()
                        .map(MailboxName::text)
                        .sorted()
                        .forEach(name ->
                                text.append("  subscribed ").append(name).append('\n'));
            }
        }
        return text.toString();
    }

    private static String text(Placement placed, String flags, byte[] octets) {
        return "uid %d message %d size %d internal %s saved %s flags (%s) sha256 %s%n"
                .formatted(
                        placed.uid(),
                        placed.messageId(),
                        placed.size(),
                        placed.internalDate(),
                        placed.savedAt(),
                        flags,
                        digest(octets));
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- as one file

    private static void pack(Path folder, Path zip) throws IOException {
        try (var files = Files.walk(folder);
                var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            // Without what the database tells about itself.
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("LOG"))
                    .sorted()
                    .toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
