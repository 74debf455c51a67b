package org.posthorn.dist.cli;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.CheckOrder;
import org.posthorn.storage.CheckListener;
import org.posthorn.storage.CheckSummary;
import org.posthorn.storage.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Verifies the store, and mends it when asked.
@Command(
        name = "check",
        description = {
            "Verify every invariant of the store and every octet of its mail, running or not. Each finding says what"
                    + " is wrong, whose it is, and what a repair does about it.",
            "A repair mends what is known to have been otherwise and never deletes what can still be read. What is"
                    + " lost for good it names and leaves; a backup may have it.",
            "Exit code 1 when anything is wrong, or is left so by the repair."
        },
        footer = {
            "",
            "Examples:",
            "  posthorn check -c /etc/posthorn/posthorn.toml",
            "  posthorn check --repair",
            "  posthorn check --json"
        })
final class CheckCommand extends Action {
    @Option(names = "--repair", description = "Mend what can be mended; make a backup first.")
    private boolean repair;

    @Override
    public Integer call() throws Exception {
        try (Administration administration = administration()) {
            Report report = new Report();
            CheckSummary summary = administration.check(new CheckOrder(repair), report);
            report.pause();
            print(text(summary), summary);
            return summary.findings() == summary.repaired() && (repair || summary.findings() == 0)
                    ? 0
                    : PosthornCommand.FAILED;
        }
    }

    private static String text(CheckSummary summary) {
        String seen = String.format(
                Locale.ROOT,
                "%,d accounts, %,d messages, %,d octets read",
                summary.accounts(),
                summary.messages(),
                summary.octets());
        if (summary.findings() == 0) {
            return "the store is sound: " + seen;
        }
        return seen
                + String.format(Locale.ROOT, ", %,d findings", summary.findings())
                + (summary.repaired() == 0 ? "" : String.format(Locale.ROOT, ", %,d repaired", summary.repaired()));
    }

    /// Prints findings, and on standard error how far the check is.
    private final class Report implements CheckListener {
        private Optional<Progress> progress = Optional.empty();

        @Override
        public void found(Finding finding) {
            pause();
            print(finding.toString(), Map.of("finding", finding));
        }

        @Override
        public void verified(long messages, long octets, long total) {
            if (progress.isEmpty()) {
                progress = Optional.of(new Progress(err(), Progress.isTerminal(), total, InstantSource.system()));
            }
            progress.get().step(messages, octets);
        }

        void pause() {
            progress.ifPresent(Progress::pause);
        }
    }
}
