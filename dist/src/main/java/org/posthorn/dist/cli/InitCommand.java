package org.posthorn.dist.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.common.config.ConfigText;
import org.posthorn.dist.server.DataFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes a commented configuration and makes the data folder.
@Command(
        name = "init",
        description = "Write a commented posthorn.toml and make the data folder. Overwrites nothing.",
        footer = {
            "",
            "Examples:",
            "  posthorn init --hostname mx.example.org",
            "  posthorn init --hostname mx.example.org --data ~/mail -c ~/posthorn.toml"
        })
final class InitCommand extends Action {
    private static final Path SYSTEM_FOLDER = Path.of("/etc/posthorn");

    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            description = "What the server calls itself; without it this machine's name.")
    private Optional<String> hostname = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where mail will be kept; without it /var/lib/posthorn.")
    private Optional<Path> data = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Path file = root().namedConfigFile().orElseGet(InitCommand::usualFile);
        write(file, text());
        DataFolder folder = new DataFolder(ConfigFile.read(file).data());
        folder.prepare();
        print(
                "wrote " + file + ", made " + folder.path() + "\nnext: posthorn account add you@example.org -c " + file
                        + "\n      posthorn serve -c " + file,
                Map.of("config", file.toString(), "data", folder.path().toString()));
        return 0;
    }

    private static Path usualFile() {
        return (Files.isWritable(SYSTEM_FOLDER) ? SYSTEM_FOLDER : Path.of("")).resolve("posthorn.toml");
    }

    private String text() throws Failed {
        try {
            ConfigText text = new ConfigText(hostname.isPresent() ? hostname.get() : machineName());
            data.ifPresent(folder ->
                    text.set("", "data", folder.toAbsolutePath().normalize().toString()));
            return text.toString();
        } catch (IllegalArgumentException refused) {
            throw new Failed(refused.getMessage());
        }
    }

    private static String machineName() throws Failed {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            throw new Failed("this machine has no name; say what the server is called: --hostname mx.example.org");
        }
    }

    private static void write(Path file, String text) throws Failed {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException there) {
            throw new Failed(file + " is there already; edit it, or name another with --config");
        } catch (IOException failed) {
            throw new Failed(file + " can't be written; name another with --config, or make its folder writable");
        }
    }
}
