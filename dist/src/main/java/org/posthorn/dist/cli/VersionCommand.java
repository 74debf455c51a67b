package org.posthorn.dist.cli;

import java.util.Map;
import org.posthorn.dist.Version;
import picocli.CommandLine.Command;

/// Says which Posthorn this is.
@Command(name = "version", description = "Print the version.")
final class VersionCommand extends Action {

    @Override
    public Integer call() {
        print(
                "posthorn " + Version.text() + " on Java " + Runtime.version(),
                Map.of("version", Version.text(), "java", Runtime.version().toString()));
        return 0;
    }
}
