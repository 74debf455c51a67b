package org.posthorn.dist.cli;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.posthorn.common.config.Config;
import org.posthorn.dist.server.DataFolder;
import org.posthorn.dist.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/// Runs the server until SIGTERM or Ctrl-C.
@Command(
        name = "serve",
        description = "Run the server in the foreground, until SIGTERM or Ctrl-C. Logs to standard output.",
        footer = {
            "",
            "Example:",
            "  posthorn serve -c /etc/posthorn/posthorn.toml",
            "",
            "POSTHORN_JAVA_OPTS holds options for the Java machine, for example -Xmx2g;",
            "POSTHORN_LOG=debug tells more."
        })
final class ServeCommand extends Action {

    @Override
    public Integer call() throws Exception {
        Config config = root().config();
        Reach.refuseWhenRunning(new DataFolder(config.data()));
        Server server = Server.start(config, Clock.systemUTC());
        stopWithTheProcess(server);
        server.sayReady();
        new CountDownLatch(1).await();
        return 0;
    }

    /// A JVM that ends by a signal would exit with 143; a stop that was asked for and went well is a 0.
    static void stopWithTheProcess(Server server) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            Logger log = LoggerFactory.getLogger(ServeCommand.class);
            log.info("stopping");
            server.close();
            log.info("stopped");
            Runtime.getRuntime().halt(0);
        }));
    }
}
