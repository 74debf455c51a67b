package org.posthorn.dist.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.config.Config;
import org.posthorn.common.config.ConfigFile;
import org.posthorn.common.config.ConfigRefused;
import org.posthorn.dist.Version;
import org.posthorn.dist.admin.AdministrationFailed;
import org.posthorn.dist.log.Logging;
import org.posthorn.dist.server.StartRefused;
import org.posthorn.storage.BackupFailed;
import org.posthorn.storage.StoreUnavailable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/// `posthorn` itself: the options that all commands share, and what becomes of a command that fails.
@Command(
        name = "posthorn",
        description = "A mail server in one process: SMTP in, mailboxes, IMAP and POP3 out.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = PosthornCommand.VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Begin with:",
            "  posthorn init --hostname mx.example.org",
            "  posthorn account add alice@example.org",
            "  posthorn serve",
            "",
            "Exit code: 0 done, 1 failed, 2 usage."
        },
        subcommands = {
            ServeCommand.class,
            InitCommand.class,
            DomainCommand.class,
            AccountCommand.class,
            MailboxCommand.class,
            MessageCommand.class,
            CheckCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            StatusCommand.class,
            VersionCommand.class,
            BenchCommand.class,
            QuickstartCommand.class
        })
public final class PosthornCommand implements Runnable {
    private static final List<Path> DEFAULT_FILES =
            List.of(Path.of("/etc/posthorn/posthorn.toml"), Path.of("posthorn.toml"));

    static final int FAILED = 1;
    static final int USAGE = 2;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; without it /etc/posthorn/posthorn.toml, then ./posthorn.toml.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, for machines.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// Runs one command line.
    ///
    /// @return the exit code
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new PosthornCommand());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(PosthornCommand::execute);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        line.setParameterExceptionHandler(PosthornCommand::misused);
        return line.execute(arguments);
    }

    /// Logging is set up before the first command class is made to log.
    private static int execute(ParseResult parsed) {
        boolean serves =
                parsed.hasSubcommand() && parsed.subcommand().commandSpec().userObject() instanceof ServeCommand;
        if (serves) {
            Logging.forServer();
        } else {
            Logging.forCommand();
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int failed(Exception failure, CommandLine command) {
        String message = switch (failure) {
            case Failed expected -> "posthorn: " + expected.getMessage();
            case AdministrationFailed expected -> "posthorn: " + expected.getMessage();
            case StartRefused expected -> "posthorn: " + expected.getMessage();
            case StoreUnavailable expected -> "posthorn: " + expected.getMessage();
            case BackupFailed expected -> "posthorn: " + expected.getMessage();
            case ConfigRefused expected -> expected.getMessage();
            default -> {
                failure.printStackTrace(command.getErr());
                yield "posthorn: this is a mistake in Posthorn; please report it with the lines above";
            }
        };
        command.getErr().println(message);
        return FAILED;
    }

    private static int misused(CommandLine.ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        command.getErr()
                .println("posthorn: " + misuse.getMessage() + "; see: "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }

    boolean json() {
        return json;
    }

    /// The file that was named, or the first of the usual ones that is there, or the last of those.
    Path configFile() {
        return config.orElseGet(
                () -> DEFAULT_FILES.stream().filter(Files::exists).findFirst().orElse(DEFAULT_FILES.getLast()));
    }

    Optional<Path> namedConfigFile() {
        return config;
    }

    Config config() throws ConfigRefused {
        return ConfigFile.read(configFile());
    }

    /// For `--version`.
    static final class VersionLine implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"posthorn " + Version.text()};
        }
    }
}
