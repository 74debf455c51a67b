package org.posthorn.dist.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.BackupFacts;
import org.posthorn.dist.admin.BackupOrder;
import org.posthorn.storage.Restore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a backup, or lists those that a folder has.
@Command(
        name = "backup",
        description = {
            "Back up the store, running or not: mail, accounts, passwords. The server goes on serving; what it "
                    + "acknowledged before is in the backup. Files that DIR has from earlier backups are not "
                    + "written again.",
            "Not in it: posthorn.toml, and the certificate with its key. Keep copies of those yourself."
        },
        footer = {
            "",
            "Examples:",
            "  posthorn backup /backup/posthorn",
            "  posthorn backup /backup/posthorn --keep 30",
            "  posthorn backup /backup/posthorn --list",
            "  posthorn restore /backup/posthorn"
        })
final class BackupCommand extends Action {

    @Parameters(paramLabel = "DIR", description = "The folder of the backups; a running server writes there itself.")
    private Path folder;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "7",
            description = "Leave the newest N backups in DIR, delete older ones (default: ${DEFAULT-VALUE}).")
    private int keep;

    @Option(names = "--list", description = "Make none; list those that are there.")
    private boolean list;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (keep < 1) {
            throw new CommandLine.ParameterException(command.commandLine(), "--keep must be at least 1");
        }
        Path absolute = folder.toAbsolutePath().normalize();
        if (list) {
            list(Restore.list(absolute).stream().map(BackupFacts::of).toList());
            return 0;
        }
        try (Administration administration = administration()) {
            BackupFacts made = administration.backup(new BackupOrder(absolute.toString(), keep));
            print("made " + text(made) + ", in " + absolute, made);
            return 0;
        }
    }

    private void list(List<BackupFacts> backups) {
        if (root().json()) {
            print("", backups);
        } else {
            backups.forEach(backup -> print(text(backup), backup));
        }
    }

    private static String text(BackupFacts backup) {
        return String.format(
                Locale.ROOT, "backup %d  %s  %.1f MiB", backup.id(), backup.taken(), backup.octets() / 1048576.0);
    }
}
