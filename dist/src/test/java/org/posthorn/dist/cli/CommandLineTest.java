package org.posthorn.dist.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.dist.admin.AdministrationFailed;

class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return PosthornCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve", "init", "domain", "account", "message", "check", "backup", "restore", "status", "bench",
                "version"
            })
    void eachCommandHasHelp(String command) {
        assertEquals(0, run(command, "--help"));
        assertTrue(out.toString().startsWith("Usage: posthorn " + command), out.toString());
        assertTrue(out.toString().contains("--config"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'', which command?",
        "frobnicate, frobnicate",
        "serve --frobnicate, --frobnicate",
        "domain, 'which of add, list, remove, quota?'",
        "domain add, DOMAIN",
        "account import, FILE.csv",
        "backup, DIR",
        "backup some --keep 0, --keep",
        "restore, DIR"
    })
    void misuseIsTwoAndOneLine(String line, String names) {
        assertEquals(2, line.isEmpty() ? run() : run(line.split(" ")));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(names) && err.toString().contains("--help"), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "bench smtp 192.0.2.1:25, 'the host must be a loopback address such as 127.0.0.1, not 192.0.2.1'",
        "bench smtp mx.example.org:25, needs an IP address",
        "bench ftp 127.0.0.1:21, 'none of smtp, append, login, fetch, store, pop3, idle'",
        "bench smtp 127.0.0.1:25 --connections 0, connections must be 1 to 20000",
        "bench smtp 127.0.0.1:25 --recipients 2, needs as many accounts"
    })
    void aLoadThatCanNotBeIsOneLine(String line, String says) throws Exception {
        Path accounts = Files.writeString(folder.resolve("accounts.csv"), "address,password\na@example.org,x\n");
        assertEquals(1, run((line + " --accounts " + accounts).split(" ")));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(says), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json version", "version --json"})
    void optionsStandBeforeOrAfterTheCommand(String line) {
        assertEquals(0, run(line.split(" ")));
        assertTrue(out.toString().startsWith("{"), out.toString());
    }

    @Test
    void initWritesWhatCanBeReadAndOverwritesNothing() throws Exception {
        Path config = folder.resolve("posthorn.toml");
        Path data = folder.resolve("mail");
        String[] line = {"init", "-c", config.toString(), "--hostname", "mx.example.org", "--data", data.toString()};
        assertEquals(0, run(line), err.toString());
        assertTrue(Files.isDirectory(data));
        assertTrue(Files.readString(config).contains("hostname = \"mx.example.org\""));
        assertEquals(1, run(line));
        assertEquals(
                "posthorn: " + config + " is there already; edit it, or name another with --config\n", err.toString());
    }

    @Test
    void aStoreThatWasNeverMadeIsNotMadeByAsking() throws Exception {
        Path config = folder.resolve("posthorn.toml");
        Files.writeString(config, "hostname = \"mx.test\"\ndata = \"none\"\n");
        assertEquals(1, run("account", "list", "-c", config.toString()));
        assertTrue(err.toString().contains("none is not there"), err.toString());
        assertTrue(Files.notExists(folder.resolve("none")));
    }

    @Test
    void restoringFromNothingIsOneLine() {
        assertEquals(
                1,
                run(
                        "restore",
                        folder.toString(),
                        "--data",
                        folder.resolve("data").toString()));
        assertEquals(
                "posthorn: " + folder + " holds no backups: name the folder that posthorn backup wrote to\n",
                err.toString());
    }

    @Test
    void accountFilesAreReadByTheRules() throws Exception {
        AccountFile file = AccountFile.parse(List.of(
                "\uFEFFaddress,password",
                "a@x.test,plain",
                "\"b@x.test\",\"with, comma and \"\"quotes\"\"\"",
                "",
                "c@x.test",
                "d@x.test,",
                "e@x.test,one,two"));
        assertEquals(
                List.of(
                        new AccountFile.Row(2, "a@x.test", "plain"),
                        new AccountFile.Row(3, "b@x.test", "with, comma and \"quotes\"")),
                file.rows());
        assertEquals(
                List.of(
                        "2: bad",
                        "3: bad",
                        "5: must be an address, a comma and a password",
                        "6: has no password",
                        "7: must be an address, a comma and a password"),
                file.problems(address -> {
                    throw new AdministrationFailed(AdministrationFailed.Kind.INVALID, "bad");
                }));
        assertThrows(Failed.class, () -> AccountFile.parse(List.of("a@x.test,plain")));
        assertThrows(Failed.class, () -> AccountFile.parse(List.of()));
    }
}
