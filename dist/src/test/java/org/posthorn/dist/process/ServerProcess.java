package org.posthorn.dist.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthorn.common.config.HostPort;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.RemoteAdministration;
import org.posthorn.dist.admin.RunFile;

/// A server in its own process, started by the real launcher on free loopback ports, ready when this exists.
///
/// Its folder holds `posthorn.toml` and `data/`; a server that ended can be started again on the same folder.
public final class ServerProcess implements AutoCloseable {
    private static final int READY_SECONDS = 60;
    private static final int STOP_SECONDS = 30;

    private static final List<String> LISTENERS =
            List.of("smtp", "submission", "submissions", "imap", "imaps", "pop3", "pop3s", "admin");

    private final Path folder;
    private final Process process;
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread reader;
    private final RunFile run;

    private ServerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readLog);
        this.run = awaitReady();
    }

    /// Starts a server in the folder, with the configuration that is there, or else a new one in which
    /// passwords are taken without TLS.
    public static ServerProcess start(Path folder) {
        return start(folder, "-Xmx512m");
    }

    /// @param javaOptions what POSTHORN_JAVA_OPTS is
    public static ServerProcess start(Path folder, String javaOptions) {
        return start(folder, javaOptions, "[auth]\nallow_plaintext = true\n");
    }

    /// @param sections what a new configuration has besides `[listen]`
    public static ServerProcess start(Path folder, String javaOptions, String sections) {
        try {
            if (Files.notExists(folder.resolve("posthorn.toml"))) {
                configure(folder, "mx.test", sections);
            }
            var builder = new ProcessBuilder(
                    Installation.launcher().toString(),
                    "serve",
                    "-c",
                    folder.resolve("posthorn.toml").toString());
            builder.environment().put("POSTHORN_JAVA_OPTS", javaOptions);
            builder.redirectErrorStream(true);
            return new ServerProcess(folder, builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Writes a configuration for a server to come.
    ///
    /// @param sections what it has besides `[listen]`
    public static void configure(Path folder, String hostname, String sections) throws IOException {
        var text = new StringBuilder("hostname = \"" + hostname + "\"\ndata = \"data\"\n[listen]\n");
        LISTENERS.forEach(name -> text.append(name).append(" = [\"127.0.0.1:0\"]\n"));
        Files.writeString(folder.resolve("posthorn.toml"), text.append(sections));
    }

    private void readLog() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.contains(" ready: ")) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new AssertionError("the server ended before it was ready"));
        } catch (IOException gone) {
            ready.completeExceptionally(gone);
        }
    }

    private RunFile awaitReady() {
        try {
            ready.get(READY_SECONDS, TimeUnit.SECONDS);
            return RunFile.read(data().resolve("run/admin.json")).orElseThrow();
        } catch (ExecutionException | TimeoutException | InterruptedException | IOException failed) {
            process.destroyForcibly();
            throw new AssertionError("the server did not become ready:\n" + String.join("\n", log), failed);
        }
    }

    public Path data() {
        return folder.resolve("data");
    }

    public Path config() {
        return folder.resolve("posthorn.toml");
    }

    public long pid() {
        return run.pid();
    }

    /// What the server logged so far.
    public List<String> log() {
        return List.copyOf(log);
    }

    /// The address of a listener, by its name in the configuration.
    public InetSocketAddress address(String listener) {
        return run.listeners().stream()
                .filter(bound -> bound.name().equals(listener))
                .findFirst()
                .map(bound -> HostPort.parse(bound.address()).literal())
                .orElseThrow(() -> new AssertionError("no listener " + listener + " in " + run.listeners()));
    }

    public int port(String listener) {
        return address(listener).getPort();
    }

    /// Runs a command of `posthorn` against this server.
    public Installation.Ran posthorn(String... arguments) {
        return posthornReading("", arguments);
    }

    public Installation.Ran posthornReading(String input, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("-c", config().toString()));
        return Installation.posthornReading(input, line.toArray(String[]::new));
    }

    /// What the command line does, without starting a process for it.
    public Administration administration() {
        return new RemoteAdministration(run);
    }

    /// Makes an account, through the command line.
    public void account(String address, String password) {
        posthornReading(password + "\n", "account", "add", address, "--password-stdin")
                .orFail();
    }

    /// Runs a program with this server's ports in its environment: `PORT_SMTP`, `PORT_IMAPS`, …
    public Installation.Ran run(String... line) {
        var environment = new java.util.HashMap<String, String>();
        LISTENERS.forEach(
                name -> environment.put("PORT_" + name.toUpperCase(java.util.Locale.ROOT), String.valueOf(port(name))));
        environment.put("CERTIFICATE", data().resolve("tls/chain.pem").toString());
        return Installation.run(Map.copyOf(environment), "", List.of(line));
    }

    /// `kill -9`, and waits until the process is gone.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /// SIGTERM; waits until the process is gone.
    ///
    /// @return the exit code
    public int stop() throws InterruptedException {
        // Not process.destroy(), which would also close the pipe that the log comes through.
        process.toHandle().destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server did not stop:\n" + String.join("\n", log));
        }
        reader.join();
        return process.exitValue();
    }

    /// Ends the process, however it is.
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
