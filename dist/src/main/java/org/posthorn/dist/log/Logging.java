package org.posthorn.dist.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up where log lines go, before anything logs.
public final class Logging {
    /// Overrides the level of Posthorn's own events: `debug`, `info`, `warn`, `error`.
    private static final String LEVEL_VARIABLE = "POSTHORN_LOG";

    private Logging() {}

    /// A server logs to standard output; what it runs on speaks up only when something is wrong.
    public static void forServer() {
        configure("System.out", Level.INFO);
    }

    /// A command's output is its own: log lines go to standard error, and only warnings do.
    public static void forCommand() {
        configure("System.err", Level.WARN);
    }

    private static void configure(String target, Level level) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            throw new IllegalStateException("logging is bound to " + factory.getClass());
        }
        context.reset();
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(target);
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("org.posthorn").setLevel(Level.toLevel(System.getenv(LEVEL_VARIABLE), level));
        // BouncyCastle's TLS and the JDK's HTTP server log through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
