package org.posthorn.dist.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What `dist/quickstart` runs.
@Command(name = "quickstart", hidden = true, description = "Try Posthorn: what dist/quickstart runs.")
final class QuickstartCommand extends Action {
    @Option(names = "--dir", paramLabel = "FOLDER", defaultValue = "posthorn-data", description = "The data folder.")
    private Path folder;

    @Option(names = "--check", description = "Exit after the round trip, with 0 when it went well, instead of serving.")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        throw new Failed("not here yet " + folder + check);
    }
}
