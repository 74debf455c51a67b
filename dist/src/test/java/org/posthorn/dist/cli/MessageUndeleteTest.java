package org.posthorn.dist.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.common.config.Storage;
import org.posthorn.dist.server.DataFolder;
import org.posthorn.dist.server.Server;
import org.posthorn.storage.Account;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.Uids;

/// What an operator sees of deleted mail, on a stopped store and through a server.
class MessageUndeleteTest {
    private static final String ALICE = "alice@x.test";

    @TempDir
    Path folder;

    private Path config;

    private interface Work {
        void with(Account account);
    }

    /// Five messages were expunged from INBOX, 300 went with the mailbox Projects.
    @BeforeEach
    void delete() throws Exception {
        config = folder.resolve("posthorn.toml");
        Files.writeString(config, """
            hostname = "mx.test"
            data = "data"
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
        Files.writeString(folder.resolve("list.csv"), "address,password\nalice@x.test,secret\n");
        run(0, "account", "import", folder.resolve("list.csv").toString());
        inStore(alice -> {
            append(alice, "INBOX", 5);
            var inbox = alice.mailbox(MailboxName.INBOX).orElseThrow().id();
            alice.expunge(inbox, Uids.range(1, 5));
            alice.create(MailboxName.of("Projects"), Set.of());
            append(alice, "Projects", 300);
            alice.delete(MailboxName.of("Projects"));
        });
    }

    private void inStore(Work work) throws Exception {
        var store = new DataFolder(folder.resolve("data")).store();
        try (var open = MailStore.open(new MailStore.Settings(store, 1 << 20, Storage.DEFAULTS, Clock.systemUTC()))) {
            var entry = open.directory().recipient(EmailAddress.parse(ALICE)).orElseThrow();
            try (var account = open.account(entry.id())) {
                work.with(account);
            }
        }
    }

    private static void append(Account account, String mailbox, int count) {
        var appends = new ArrayList<Account.Append>();
        for (int i = 0; i < count; i++) {
            var message = account.receive();
            message.write(
                    ByteBuffer.wrap(("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= " + i + "\u0007\r\n\r\n" + "x".repeat(2_000))
                            .getBytes(StandardCharsets.US_ASCII)));
            message.finish();
            appends.add(new Account.Append(message, Set.of(Flag.FLAGGED), Instant.EPOCH));
        }
        account.append(account.mailbox(MailboxName.of(mailbox)).orElseThrow().id(), appends);
        appends.forEach(append -> append.message().close());
    }

    private String run(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = Stream.concat(Stream.of(arguments), Stream.of("-c", config.toString()))
                .toArray(String[]::new);
        assertEquals(
                exitCode,
                PosthornCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), line),
                () -> out + "" + err);
        return out + "" + err;
    }

    private String undelete(int exitCode, String... options) {
        return run(
                exitCode,
                Stream.concat(Stream.of("message", "undelete", ALICE), Stream.of(options))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void listedBroughtBackAndPurged(boolean running) throws Exception {
        if (running) {
            try (Server _ = Server.start(ConfigFile.read(config), Clock.systemUTC())) {
                listRestoreAndPurge();
            }
        } else {
            listRestoreAndPurge();
        }
        assertTrue(run(0, "check").contains("sound"));
        inStore(alice -> {
            var inbox =
                    alice.state(alice.mailbox(MailboxName.INBOX).orElseThrow().id());
            assertEquals("6:7", inbox.uids().toString());
            assertEquals(List.of(Flag.FLAGGED), inbox.flagsOf(6));
            assertEquals(
                    300, alice.mailbox(MailboxName.of("Projects")).orElseThrow().messages());
            assertEquals(
                    1, alice.mailbox(MailboxName.of("Saved/one")).orElseThrow().messages());
        });
    }

    private void listRestoreAndPurge() {
        var lines = undelete(0).lines().toList();
        assertEquals("306 can be brought back: see --help", lines.getLast());
        assertTrue(lines.get(1).matches("\\(mailbox\\) +\\S+ +Projects *"), lines.get(1));
        assertTrue(
                lines.get(2).matches("\\d+\\.7\\.\\d+ +20\\S+Z  Projects +2.0 KiB  Gr\u00fc\u00dfe \\d+"),
                lines.get(2));
        var inInbox =
                undelete(0, "--mailbox", "inbox", "--list", "--json").lines().toList();
        assertEquals(5, inInbox.size());
        assertTrue(inInbox.getLast().startsWith("{\"id\":\"1.1.1\",\"mailbox\":\"INBOX\""), inInbox.getLast());

        assertEquals(
                "brought back 300 messages into Projects, made again: Projects",
                undelete(0, "--mailbox", "Projects").strip());
        assertEquals(
                "brought back 1 message into Saved/one",
                undelete(0, "--id", "5.1.5", "--into", "Saved/one").strip());
        assertEquals(
                "brought back 2 messages into INBOX",
                undelete(0, "--id", "1.1.1", "3.1.3").strip());
        assertTrue(undelete(0, "--id", "1.1.1", "--json").contains("\"restored\":0"), "brought back already");
        String purged = undelete(0, "--since", "1 h", "--purge");
        assertTrue(purged.startsWith("deleted 2 messages for good of INBOX; 4.0 KiB of mail"), purged);
        assertEquals("nothing can be brought back", undelete(0).strip());
        assertTrue(undelete(0, "--all").startsWith("nothing was brought back: "));
        assertTrue(undelete(0, "--all", "--purge").startsWith("nothing was deleted: "));
    }

    @Test
    void aPurgedMailboxIsForgotten() {
        String purged = undelete(0, "--mailbox", "Projects", "--purge", "--json");
        assertTrue(purged.contains("\"purged\":300") && purged.contains("\"mailboxes\":[\"Projects\"]"), purged);
        assertEquals(
                "5 can be brought back: see --help",
                undelete(0).lines().toList().getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "--purge, 2, '--purge needs one of --all, --mailbox, --since, --id, and neither --list nor --into'",
        "--since=soon, 2, 'a duration is a whole number and one of ms, s, m, h, d'",
        "--id=7, 1, '\"7\" is no id: the list shows them, such as 1042.1.977'",
        "--mailbox=a//b, 1, 'the mailbox name has an empty level'"
    })
    void refusalsSayWhatToDo(String option, int exitCode, String why) {
        String said = undelete(exitCode, option);
        assertTrue(said.contains(why), said);
    }
}
