package org.posthorn.dist.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.MailTransfer;
import org.posthorn.dist.server.DataFolder;
import org.posthorn.dist.transfer.Format;
import org.posthorn.dist.transfer.ImportJournal;
import org.posthorn.dist.transfer.Reasons;
import org.posthorn.dist.transfer.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings mail of other programs into an account.
@Command(
        name = "import",
        description = "Import Maildir, mbox or eml files with their flags, dates and folders. Run it again after "
                + "it was interrupted: what is in already is passed over. Messages that can't be read, or are too "
                + "large, are named and passed over; then the exit code is 1.",
        footer = {
            "",
            "Examples:",
            "  posthorn message import alice@example.org /home/alice/Maildir",
            "  posthorn message import alice@example.org --mailbox Archive/2019 2019.mbox"
        })
final class MessageImport extends Action {
    @Parameters(index = "0", paramLabel = "ACCOUNT")
    private String account;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SOURCE",
            description = "A Maildir, mbox file, eml file, " + "or a folder of the latter two.")
    private List<Path> sources;

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "Import into this mailbox, subfolders below it. Without it INBOX and the source's own folders; "
                            + "an mbox file is the mailbox of its name.")
    private String mailbox;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; without it, by what the source looks like.")
    private Optional<Format> format = Optional.empty();

    @Option(names = "--again", description = "Import also what an earlier run brought in.")
    private boolean again;

    @Override
    public Integer call() throws Exception {
        try (Administration administration = administration()) {
            MailTransfer mail = administration.mail();
            int id = mail.open(account, mailbox.isEmpty() ? "INBOX" : mailbox).account();
            try (ImportJournal journal = journal(id)) {
                return run(mail, journal);
            }
        }
    }

    private ImportJournal journal(int id) throws Exception {
        Path file = new DataFolder(root().config().data()).imports().resolve(id + ".journal");
        try {
            return ImportJournal.open(file, again);
        } catch (IOException refused) {
            throw new Failed(file + ": " + refused.getMessage());
        }
    }

    private int run(MailTransfer mail, ImportJournal journal) throws Exception {
        Map<Path, Source> open = new LinkedHashMap<>();
        long total = 0;
        for (Path path : sources) {
            try {
                Source source = Source.open(path, format, mailbox);
                open.put(path.toRealPath(), source);
                total += source.bytes();
            } catch (IOException unreadable) {
                throw new Failed(path + ": " + Reasons.of(unreadable));
            }
        }
        Progress progress = new Progress(err(), Progress.isTerminal(), total, InstantSource.system());
        ImportRun run = new ImportRun(mail, account, journal, progress, problem -> {
            progress.pause();
            err().println("skipped " + problem);
        });
        for (Map.Entry<Path, Source> each : open.entrySet()) {
            try {
                each.getValue().read(run);
            } catch (IOException unreadable) {
                run.unreadable(each.getKey(), unreadable);
            }
            run.flush();
        }
        progress.pause();
        report(run, progress.seconds());
        return run.skipped() == 0 ? 0 : PosthornCommand.FAILED;
    }

    private void report(ImportRun run, double seconds) {
        print(
                String.format(
                                Locale.ROOT,
                                "imported %,d messages in %.1f s (%,.0f per second)",
                                run.imported(),
                                seconds,
                                run.imported() / Math.max(seconds, 0.001))
                        + (run.before() == 0
                                ? ""
                                : ", passed over " + run.before() + " of earlier runs (--again imports them once more)")
                        + (run.skipped() == 0 ? "" : ", skipped " + run.skipped() + " named above"),
                Map.of(
                        "imported", run.imported(),
                        "importedBefore", run.before(),
                        "skipped", run.skipped(),
                        "seconds", seconds));
    }
}
