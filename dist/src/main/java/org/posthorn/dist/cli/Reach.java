package org.posthorn.dist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.config.Config;
import org.posthorn.dist.Version;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.RemoteAdministration;
import org.posthorn.dist.admin.RunFile;
import org.posthorn.dist.admin.Status;
import org.posthorn.dist.admin.StoreAdministration;
import org.posthorn.dist.server.DataFolder;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.StoreUnavailable;

/// Finds the way to a Posthorn: through its server when one runs, else into its store.
final class Reach {
    private Reach() {}

    static Administration posthorn(Config config) throws Failed, StoreUnavailable {
        DataFolder folder = new DataFolder(config.data());
        Optional<RunFile> running = running(folder);
        if (running.isPresent()) {
            if (running.get().admin().isEmpty()) {
                throw new Failed("a server (process " + running.get().pid() + ") runs on " + config.data()
                        + " without an admin listener; give it one ([listen] admin), or stop it");
            }
            return new RemoteAdministration(running.get());
        }
        if (!Files.isDirectory(folder.path())) {
            throw new Failed("the data folder " + folder.path()
                    + " is not there; posthorn init or posthorn serve makes it, or set data in the configuration");
        }
        MailStore store = open(config, folder);
        return new StoreAdministration(
                store, (domains, accounts) -> stopped(config, folder, domains, accounts), store::close);
    }

    /// The server that runs on the folder, when it said so and its process is there.
    static Optional<RunFile> running(DataFolder folder) throws Failed {
        try {
            return RunFile.read(folder.runFile())
                    .filter(run -> ProcessHandle.of(run.pid())
                            .map(ProcessHandle::isAlive)
                            .orElse(false));
        } catch (IOException unreadable) {
            throw new Failed(folder.runFile() + " can't be read; run this as the user who runs the server");
        }
    }

    static void refuseWhenRunning(DataFolder folder) throws Failed {
        Optional<RunFile> running = running(folder);
        if (running.isPresent()) {
            throw new Failed("a server (process " + running.get().pid() + ") already runs on " + folder.path()
                    + "; stop it first, or choose another data folder");
        }
    }

    private static MailStore open(Config config, DataFolder folder) throws StoreUnavailable {
        return MailStore.open(new MailStore.Settings(
                folder.store(), config.limits().messageSize().bytes(), config.storage(), Clock.systemUTC()));
    }

    private static Status stopped(Config config, DataFolder folder, int domains, int accounts) {
        return new Status(
                "stopped",
                Version.text(),
                config.hostname(),
                config.data().toString(),
                0,
                0,
                List.of(),
                domains,
                accounts,
                folder.storeBytes(),
                0,
                0);
    }
}
