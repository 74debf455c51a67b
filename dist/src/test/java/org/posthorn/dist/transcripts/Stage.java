package org.posthorn.dist.transcripts;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.posthorn.common.transcript.Client;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.AdministrationFailed;
import org.posthorn.dist.admin.CheckOrder;
import org.posthorn.dist.admin.Credentials;
import org.posthorn.dist.admin.HideOrder;
import org.posthorn.dist.admin.MailTransfer;
import org.posthorn.dist.admin.QuotaOrder;
import org.posthorn.dist.process.ServerProcess;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.storage.mailbox.Uids;

/// The packaged server with what transcripts take for granted: its name, its accounts, their mail. What a play left
/// behind is gone with its accounts, so each finds them new.
final class Stage implements AutoCloseable {
    private static final String PASSWORD = "secret";

    private final ServerProcess server;
    private final Administration administration;

    private Stage(ServerProcess server) {
        this.server = server;
        this.administration = server.administration();
    }

    /// @param sections of the configuration, besides `[listen]`
    static Stage open(Path folder, String sections) throws IOException {
        Files.createDirectory(folder);
        ServerProcess.configure(folder, "mx.example.org", sections);
        return new Stage(ServerProcess.start(folder, "-Xmx256m"));
    }

    /// Makes the accounts anew, empty.
    void cast(List<String> addresses) throws AdministrationFailed {
        for (var there : administration.accounts()) {
            administration.removeAccount(there.address());
        }
        for (String address : addresses) {
            cast(address, PASSWORD);
        }
    }

    void cast(String address, String password) throws AdministrationFailed {
        administration.addAccount(new Credentials(address, password));
    }

    void limit(String address, String octets, String messages) throws AdministrationFailed {
        administration.limitAccount(new QuotaOrder(address, octets + " B", messages));
    }

    void hide(String address, List<String> capabilities) throws AdministrationFailed {
        administration.hide(new HideOrder(address, capabilities));
    }

    /// Puts a message into the INBOX, received at the beginning of 1970.
    void put(String address, String text) throws AdministrationFailed {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var letter = new Letter("", "INBOX", Set.of(), Instant.EPOCH, bytes.length, out -> out.write(bytes));
        // Since no UID: messages that look alike are all wanted.
        var inbox = new MailTransfer.Target(address, "INBOX", Uids.MAX);
        administration.mail().append(inbox, List.of(letter).iterator());
    }

    /// A socket to the listener; under TLS where that comes first.
    Socket connect(String listener) throws IOException {
        var address = server.address(listener);
        if (!listener.endsWith("s")) {
            return new Socket(address.getAddress(), address.getPort());
        }
        var socket =
                (SSLSocket) Client.trustAll().getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.startHandshake();
        return socket;
    }

    /// A socket on which IMAP's greeting and a LOGIN are over.
    Socket loggedIn(String address) throws IOException {
        var socket = connect("imaps");
        line(socket);
        var login = "login LOGIN " + address + " " + PASSWORD + "\r\n";
        socket.getOutputStream().write(login.getBytes(StandardCharsets.UTF_8));
        String reply = line(socket);
        if (!reply.startsWith("login OK")) {
            throw new AssertionError(reply);
        }
        return socket;
    }

    /// One line and no octet more.
    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != '\n';
                next = socket.getInputStream().read()) {
            if (next < 0) {
                throw new IOException("the connection ended behind: " + line);
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /// Ends the server; its own check has to find nothing.
    @Override
    public void close() {
        var findings = new ArrayList<String>();
        try {
            administration.check(new CheckOrder(false), finding -> findings.add(finding.toString()));
        } catch (AdministrationFailed failed) {
            findings.add(failed.getMessage());
        } finally {
            administration.close();
            server.close();
        }
        if (!findings.isEmpty()) {
            throw new AssertionError("the store's check found: " + findings);
        }
    }
}
