package org.posthorn.dist.cli;

import java.time.Duration;
import java.util.Locale;
import org.posthorn.common.config.Durations;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.Status;
import picocli.CommandLine.Command;

/// Tells how the server is.
@Command(
        name = "status",
        description = "Tell how the server is: version, uptime, listeners, connections, accounts, size of the store. "
                + "Exit code 1 when it does not run.",
        footer = {"", "Example:", "  posthorn status --json"})
final class StatusCommand extends Action {

    @Override
    public Integer call() throws Exception {
        Status status;
        try (Administration administration = administration()) {
            status = administration.status();
        }
        print(text(status), status);
        if (status.state().equals("running")) {
            return 0;
        }
        throw new Failed("no server runs on " + status.data() + "; start it with: posthorn serve");
    }

    private static String text(Status status) {
        StringBuilder text = new StringBuilder();
        line(text, "state", status.state());
        line(text, "version", status.version());
        line(text, "hostname", status.hostname());
        line(text, "data", status.data());
        if (status.pid() != 0) {
            line(text, "process", String.valueOf(status.pid()));
            line(text, "uptime", Durations.print(Duration.ofSeconds(status.uptimeSeconds())));
        }
        for (Status.Listening listening : status.listening()) {
            line(text, listening.name(), listening.address() + ", " + listening.connections() + " connections");
        }
        line(text, "domains", String.valueOf(status.domains()));
        line(text, "accounts", String.valueOf(status.accounts()));
        line(text, "store", mebibytes(status.storeBytes()));
        if (status.memoryLimit() != 0) {
            line(text, "store memory", mebibytes(status.memoryUsed()) + " of " + mebibytes(status.memoryLimit()));
        }
        return text.toString().stripTrailing();
    }

    private static String mebibytes(long octets) {
        return String.format(Locale.ROOT, "%.1f MiB", octets / 1048576.0);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
    }
}
