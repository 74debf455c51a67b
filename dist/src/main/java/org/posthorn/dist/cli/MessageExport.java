package org.posthorn.dist.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.MailTransfer;
import org.posthorn.dist.transfer.Export;
import org.posthorn.dist.transfer.Format;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.dist.transfer.Reasons;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes an account's mail into files.
@Command(
        name = "export",
        description = "Export an account's messages into a new folder, with flags, dates and folders. Maildir and eml "
                + "files hold the stored octets as they are; mbox has LF line ends. Damaged messages are named and "
                + "passed over; then the exit code is 1.",
        footer = {"", "Example:", "  posthorn message export alice@example.org alice.maildir"})
final class MessageExport extends Action {
    @Parameters(index = "0", paramLabel = "ACCOUNT")
    private String account;

    @Parameters(index = "1", paramLabel = "DIR", description = "Made; must be empty if it is there.")
    private Path folder;

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Export this one only; without it all.")
    private String mailbox;

    @Option(names = "--format", defaultValue = "maildir", description = "${COMPLETION-CANDIDATES}; maildir if absent.")
    private Format format;

    @Override
    public Integer call() throws Exception {
        refuseWhenNotEmpty();
        try (Administration administration = administration()) {
            MailTransfer mail = administration.mail();
            List<MailTransfer.Folder> folders = mail.folders(account).stream()
                    .filter(each -> mailbox.isEmpty() || each.name().equals(mailbox))
                    .toList();
            if (folders.isEmpty()) {
                throw new Failed(account + " has no mailbox " + mailbox);
            }
            long total = folders.stream().mapToLong(MailTransfer.Folder::bytes).sum();
            Files.createDirectories(folder);
            Writing writing = new Writing(new Progress(err(), Progress.isTerminal(), total, InstantSource.system()));
            for (MailTransfer.Folder each : folders) {
                mail.<RuntimeException>read(account, each.name(), writing);
            }
            return writing.report();
        } catch (UncheckedIOException unwritable) {
            throw new Failed(folder + " can't be written: " + Reasons.of(unwritable.getCause()));
        }
    }

    private void refuseWhenNotEmpty() throws Failed {
        try (Stream<Path> there = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            if (there.findAny().isPresent()) {
                throw new Failed(folder + " is not empty; name a new folder");
            }
        } catch (IOException unreadable) {
            throw new Failed(folder + " can't be written: " + Reasons.of(unreadable));
        }
    }

    private final class Writing implements Letter.Visitor<RuntimeException> {
        private final Progress progress;
        private final Export export = new Export(folder, format);
        private long exported;
        private long skipped;

        Writing(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void letter(Letter letter) {
            try {
                export.put(letter);
                exported++;
                progress.step(1, letter.bytes());
            } catch (IOException unreadable) {
                // What a server could not read at all comes without a mailbox, named already.
                String name = letter.mailbox().isEmpty() ? letter.name() : letter.mailbox() + " UID " + letter.name();
                unreadable(name, Reasons.of(unreadable));
            }
        }

        @Override
        public void unreadable(String name, String why) {
            skipped++;
            progress.pause();
            err().println("skipped " + name + ": " + why);
        }

        int report() {
            progress.pause();
            print(
                    String.format(Locale.ROOT, "exported %,d messages in %.1f s", exported, progress.seconds())
                            + (skipped == 0 ? "" : ", skipped " + skipped + " named above"),
                    Map.of("exported", exported, "skipped", skipped));
            return skipped == 0 ? 0 : PosthornCommand.FAILED;
        }
    }
}
