package org.posthorn.dist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.common.config.ByteSize;
import org.posthorn.common.config.Durations;
import org.posthorn.common.config.HostPort;
import org.posthorn.dist.bench.Bench;
import org.posthorn.dist.bench.BenchFailed;
import org.posthorn.dist.bench.Load;
import org.posthorn.dist.bench.Result;
import org.posthorn.dist.bench.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts load on a server and tells what it did. Lists in the options are run in every combination.
@Command(
        name = "bench",
        description = {
            "Put load on any mail server of this machine and measure it.",
            "SCENARIO is smtp (messages to the accounts), append, login (connect, LOGIN, SELECT, LOGOUT), fetch, "
                    + "store (single STOREs), pop3 (drain) or idle (APPEND until all in IDLE were told)."
        },
        footer = {
            "",
            "Examples:",
            "  posthorn bench smtp 127.0.0.1:2525 --accounts accounts.csv --connections 1,8,64 --sizes 4KiB,50KiB",
            "  posthorn bench fetch 127.0.0.1:2993 --tls --accounts accounts.csv --items \"FLAGS\" --operations 10",
            "",
            "ops are commands or sessions, msgs the messages that they moved; cli and srv are processor time."
        })
final class BenchCommand extends Action {
    @Parameters(index = "0", paramLabel = "SCENARIO", description = "See above.")
    private String scenario = "";

    @Parameters(index = "1", paramLabel = "HOST:PORT", description = "A loopback address and a port.")
    private String target = "";

    @Option(
            names = "--accounts",
            paramLabel = "FILE.csv",
            required = true,
            description = "The server's accounts, as for account import: connection 1 uses the first, and so on.")
    private Path accounts = Path.of("");

    @Option(names = "--connections", split = ",", defaultValue = "8", description = "At once. Default: 8")
    private List<Integer> connections = List.of();

    @Option(names = "--sizes", split = ",", defaultValue = "4KiB", description = "Of a message. Default: 4KiB")
    private List<String> sizes = List.of();

    @Option(names = "--recipients", split = ",", defaultValue = "1", description = "Of a message. Default: 1")
    private List<Integer> recipients = List.of();

    @Option(names = "--operations", defaultValue = "1000", description = "Of all connections. Default: 1000")
    private long operations;

    @Option(names = "--time", defaultValue = "60s", description = "The longest that one line takes. Default: 60s")
    private String time = "";

    @Option(names = "--tls", description = "TLS from the first octet.")
    private boolean tls;

    @Option(names = "--starttls", description = "TLS by STARTTLS or STLS.")
    private boolean startTls;

    @Option(names = "--auth", description = "SMTP with AUTH, as submission wants it.")
    private boolean authenticated;

    @Option(names = "--shared", description = "All connections use the first account.")
    private boolean shared;

    @Option(names = "--mailbox", defaultValue = "INBOX", description = "Of the IMAP scenarios. Default: INBOX")
    private String mailbox = "";

    @Option(names = "--items", defaultValue = "FLAGS", description = "Of FETCH. Default: FLAGS")
    private String items = "";

    @Option(names = "--server-pid", description = "The server's process, to report its processor time too.")
    private Optional<Long> serverPid = Optional.empty();

    @Override
    public Integer call() throws Exception {
        var loads = connections.stream()
                .flatMap(c -> sizes.stream().flatMap(s -> recipients.stream().map(r -> new Cell(c, s, r))))
                .toList();
        boolean sound = true;
        if (!root().json()) {
            out().println(Result.heading());
        }
        for (Cell cell : loads) {
            Result result = run(cell);
            print(result.toString(), result);
            if (result.errors().count() > 0) {
                err().println("posthorn: " + result.errors().count() + " errors, the first: "
                        + result.errors().first());
                sound = false;
            }
        }
        return sound ? 0 : PosthornCommand.FAILED;
    }

    private record Cell(int connections, String size, int recipients) {}

    private Result run(Cell cell) throws Failed, InterruptedException {
        try {
            var shape = new Load.Shape(
                    cell.connections(),
                    Math.toIntExact(Math.min(
                            Integer.MAX_VALUE, ByteSize.parse(cell.size()).bytes())),
                    cell.recipients());
            var load = new Load(
                    scenario(),
                    new Target(HostPort.parse(target).literal(), security()),
                    logins(),
                    shape,
                    new Load.Bounds(operations, Durations.parse(time)),
                    new Load.Details(mailbox, items, authenticated, shared ? Load.Sharing.SHARED : Load.Sharing.OWN));
            return new Bench(load, serverPid.flatMap(ProcessHandle::of)).run();
        } catch (IllegalArgumentException | BenchFailed wrong) {
            throw new Failed(wrong.getMessage());
        }
    }

    private Load.Scenario scenario() {
        for (var known : Load.Scenario.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(scenario)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "\"" + scenario + "\" is none of smtp, append, login, fetch, store, pop3, idle");
    }

    private Target.Security security() {
        if (tls) {
            return Target.Security.TLS;
        }
        return startTls ? Target.Security.STARTTLS : Target.Security.NONE;
    }

    private List<Load.Login> logins() throws Failed {
        try {
            return AccountFile.parse(Files.readAllLines(accounts)).rows().stream()
                    .map(row -> new Load.Login(row.address(), row.password()))
                    .toList();
        } catch (IOException unreadable) {
            throw new Failed(accounts + " can't be read");
        }
    }
}
