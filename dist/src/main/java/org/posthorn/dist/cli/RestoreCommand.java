package org.posthorn.dist.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.posthorn.dist.admin.BackupFacts;
import org.posthorn.dist.server.DataFolder;
import org.posthorn.storage.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings a backup back.
@Command(
        name = "restore",
        description = {
            "Bring a backup back, with the server stopped, into a data folder that has no store. All checksums are "
                    + "verified before anything is written.",
            "Put posthorn.toml and the certificate with its key back yourself: they are not in the backup."
        },
        footer = {
            "",
            "Examples:",
            "  posthorn restore /backup/posthorn",
            "  posthorn restore /backup/posthorn --backup 3 --data /var/lib/posthorn-of-monday"
        })
final class RestoreCommand extends Action {

    @Parameters(paramLabel = "DIR", description = "The folder that posthorn backup wrote to.")
    private Path backups;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data folder to restore into; without it, the one of the configuration.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--backup",
            paramLabel = "ID",
            description = "Which backup, see posthorn backup DIR --list; without it, the newest.")
    private Optional<Integer> id = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Path target = data.isPresent() ? data.get() : root().config().data();
        DataFolder folder = new DataFolder(target.toAbsolutePath().normalize());
        Reach.refuseWhenRunning(folder);
        folder.prepare();
        var which = id.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        BackupFacts restored =
                BackupFacts.of(Restore.restore(backups.toAbsolutePath().normalize(), which, folder.store()));
        print(
                "restored backup " + restored.id() + " of " + restored.taken() + " into " + folder.path()
                        + "; verify it with: posthorn check",
                restored);
        return 0;
    }
}
