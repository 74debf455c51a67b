package org.posthorn.dist.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.common.config.ConfigText;

/// The folder of a trial: `posthorn.toml`, `accounts.csv` with the passwords, and the data itself. What is
/// there stays as it is, so that a client that was pointed at it yesterday works today.
public record TrialFolder(Path path) {
    private static final Map<String, Integer> PREFERRED_PORTS = new LinkedHashMap<>();

    static {
        PREFERRED_PORTS.put("smtp", 2525);
        PREFERRED_PORTS.put("submission", 2587);
        PREFERRED_PORTS.put("submissions", 2465);
        PREFERRED_PORTS.put("imap", 2143);
        PREFERRED_PORTS.put("imaps", 2993);
        PREFERRED_PORTS.put("pop3", 2110);
        PREFERRED_PORTS.put("pop3s", 2995);
        PREFERRED_PORTS.put("admin", 8025);
    }

    private static final List<String> ADDRESSES = List.of("alice@example.org", "bob@example.org");

    /// Of one of the two accounts.
    public record Login(String address, String password) {
        @Override
        public String toString() {
            return "Login[" + address + "]";
        }
    }

    public Path config() {
        return path.resolve("posthorn.toml");
    }

    private Path passwords() {
        return path.resolve("accounts.csv");
    }

    /// Makes the folder and its configuration, unless they are there.
    public void prepare() throws TrialFailed {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.notExists(config())) {
                Files.writeString(config(), configuration());
            }
        } catch (IOException failed) {
            throw new TrialFailed(path + " can't be made or written; name another folder with --dir");
        }
    }

    private static String configuration() throws IOException {
        ConfigText text = new ConfigText("localhost").set("", "data", ".");
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Map.Entry<String, Integer> listener : PREFERRED_PORTS.entrySet()) {
                // Held until all are chosen, so that no two get the same one.
                ServerSocket socket = bind(listener.getValue());
                held.add(socket);
                text.set("listen", listener.getKey(), List.of("127.0.0.1:" + socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return text.toString();
    }

    /// The preferred port, or any free one.
    private static ServerSocket bind(int preferred) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try {
            return new ServerSocket(preferred, 1, loopback);
        } catch (IOException taken) {
            return new ServerSocket(0, 1, loopback);
        }
    }

    /// The two accounts, with passwords made on the first call for a folder, and kept there for its
    /// owner's eyes.
    public List<Login> logins() throws TrialFailed {
        try {
            if (Files.notExists(passwords())) {
                StringBuilder text = new StringBuilder("address,password\n");
                ADDRESSES.forEach(address ->
                        text.append(address).append(',').append(password()).append('\n'));
                Files.createFile(
                        passwords(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(passwords(), text);
            }
            return Files.readAllLines(passwords()).stream()
                    .skip(1)
                    .map(line -> line.split(",", 2))
                    .map(fields -> new Login(fields[0], fields[1]))
                    .toList();
        } catch (IOException failed) {
            throw new TrialFailed(passwords() + " can't be read or written; name another folder with --dir");
        }
    }

    private static String password() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
