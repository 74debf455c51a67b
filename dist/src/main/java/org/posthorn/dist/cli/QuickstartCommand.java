package org.posthorn.dist.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.common.config.HostPort;
import org.posthorn.dist.Version;
import org.posthorn.dist.admin.AccountFacts;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.Credentials;
import org.posthorn.dist.quickstart.RoundTrip;
import org.posthorn.dist.quickstart.TrialFolder;
import org.posthorn.dist.quickstart.TrialFolder.Login;
import org.posthorn.dist.server.DataFolder;
import org.posthorn.dist.server.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What `dist/quickstart` runs: a server on loopback with two accounts, and a real message through it.
@Command(
        name = "quickstart",
        hidden = true,
        description = "Try Posthorn: a server on loopback, two accounts, one message there and back.")
final class QuickstartCommand extends Action {
    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            defaultValue = "posthorn-data",
            description = "The data folder; made when it is not there. Default: ./posthorn-data")
    private Path folder;

    @Option(names = "--check", description = "Exit after the round trip, with 0 when it went well, instead of serving.")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        TrialFolder trial = new TrialFolder(folder.toAbsolutePath().normalize());
        trial.prepare();
        List<Login> logins = trial.logins();
        DataFolder data = new DataFolder(ConfigFile.read(trial.config()).data());
        Reach.refuseWhenRunning(data);
        Server server = Server.start(ConfigFile.read(trial.config()), Clock.systemUTC());
        if (!check) {
            ServeCommand.stopWithTheProcess(server);
            server.sayReady();
        }
        try {
            say("Posthorn " + Version.text() + " runs; its data is in " + trial.path());
            makeAccounts(server.administration(), logins);
            new RoundTrip(name -> address(server, name), data.certificate(), this::say)
                    .run(logins.getFirst(), logins.getLast());
            if (check) {
                say("all is well");
                return 0;
            }
            invite(server, trial, logins);
            new CountDownLatch(1).await();
            return 0;
        } finally {
            server.close();
        }
    }

    private static void makeAccounts(Administration administration, List<Login> logins) throws Exception {
        List<String> present =
                administration.accounts().stream().map(AccountFacts::address).toList();
        for (Login login : logins) {
            if (!present.contains(login.address())) {
                administration.addAccount(new Credentials(login.address(), login.password()));
            }
        }
    }

    private void invite(Server server, TrialFolder trial, List<Login> logins) {
        say("");
        say("Point a mail client at it; its certificate is self-signed, so the client asks once:");
        say("  IMAP  SSL/TLS " + at(server, "imaps") + "   or STARTTLS " + at(server, "imap"));
        say("  POP3  SSL/TLS " + at(server, "pop3s") + "   or STARTTLS " + at(server, "pop3"));
        say("  SMTP  SSL/TLS " + at(server, "submissions") + "   or STARTTLS " + at(server, "submission"));
        for (Login login : logins) {
            say("  user name " + login.address() + "   password " + login.password());
        }
        say("Manage it: bin/posthorn status -c " + trial.config());
        say("Stop it with Ctrl-C.");
    }

    private static String at(Server server, String name) {
        return HostPort.print(address(server, name));
    }

    private static InetSocketAddress address(Server server, String name) {
        return server.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .map(listener -> HostPort.parse(listener.address()).literal())
                .orElseThrow();
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
