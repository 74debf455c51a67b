package org.posthorn.dist.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.dist.server.Server;

/// Shared accounts and rights on mailboxes, on a stopped store and through a server.
class MailboxCommandTest {
    private static final String TEAM = "team@example.org";
    private static final String OWNERS = TEAM + "  lrswipkxteacd\n";

    @TempDir
    private Path folder;

    private Path config;
    private String err;

    @BeforeEach
    void accounts() throws Exception {
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
        Files.writeString(folder.resolve("list.csv"), "address,password\nalice@example.org,secret\n");
        run(0, "account", "import", folder.resolve("list.csv").toString());
    }

    @Test
    void onAStoppedStore() throws Exception {
        sharesAndShows();
    }

    @Test
    void throughAServer() throws Exception {
        try (Server _ = Server.start(ConfigFile.read(config), Clock.systemUTC())) {
            sharesAndShows();
        }
    }

    private void sharesAndShows() throws Exception {
        assertEquals("added " + TEAM + "\n", run(0, "account", "add", TEAM, "--shared"));
        assertEquals(OWNERS, run(0, "mailbox", "rights", TEAM, "INBOX"));
        assertEquals(
                "alice@example.org  lrswi\n" + OWNERS,
                run(0, "mailbox", "rights", TEAM, "INBOX", "Alice@example.org", "lrswi"));
        assertEquals(
                "anyone  lr\nalice@example.org  lrswi\n" + OWNERS,
                run(0, "mailbox", "rights", TEAM, "INBOX", "anyone", "+lr"));
        assertEquals("alice@example.org  lrswi\n" + OWNERS, run(0, "mailbox", "rights", TEAM, "INBOX", "anyone", ""));
        assertEquals(
                "{\"account\":\"team@example.org\",\"mailbox\":\"INBOX\",\"rights\":["
                        + "{\"identifier\":\"alice@example.org\",\"rights\":\"lrswi\"},"
                        + "{\"identifier\":\"team@example.org\",\"rights\":\"lrswipkxteacd\"}]}",
                sorted(run(0, "mailbox", "rights", TEAM, "INBOX", "--json")));
        run(1, "mailbox", "rights", TEAM, "INBOX", "alice@example.org", "lrq");
        assertEquals("posthorn: there is no right q; rights are some of lrswipkxtea, or \"\" for none\n", err);
        run(1, "mailbox", "rights", TEAM, "INBOX", "bob@example.org", "lr");
        assertEquals("posthorn: nobody logs in as \"bob@example.org\", and it is not anyone\n", err);
        run(1, "mailbox", "rights", TEAM, "Nothing");
        assertEquals("posthorn: team@example.org has no mailbox \"Nothing\"\n", err);
        run(1, "mailbox", "rights", TEAM, "INBOX", "alice@example.org");
        run(1, "mailbox", "rights", "nobody@example.org", "INBOX");
        run(2, "mailbox");
        run(0, "account", "remove", TEAM);
    }

    /// JSON objects of maps have no order.
    private static String sorted(String json) {
        String account = "\"account\":\"team@example.org\"";
        String mailbox = "\"mailbox\":\"INBOX\"";
        String rights = json.substring(json.indexOf("\"rights\":["), json.indexOf("]") + 1);
        assertEquals(account.length() + mailbox.length() + rights.length() + "{,,}\n".length(), json.length(), json);
        return "{" + account + "," + mailbox + "," + rights + "}";
    }

    private String run(int exit, String... arguments) {
        var out = new StringWriter();
        var errors = new StringWriter();
        var all = new String[arguments.length + 2];
        all[0] = "--config";
        all[1] = config.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        int code = PosthornCommand.run(new PrintWriter(out, true), new PrintWriter(errors, true), all);
        err = errors.toString();
        assertEquals(exit, code, err);
        return out.toString();
    }
}
