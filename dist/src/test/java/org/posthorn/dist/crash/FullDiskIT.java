package org.posthorn.dist.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.common.transcript.Client;
import org.posthorn.dist.process.Installation;
import org.posthorn.dist.process.ServerProcess;

/// The real process on a disk that is really full: a small file system of its own, which only root can mount; without
/// that the test is skipped. Full, the server refuses for now and still serves what it has; with a little room it takes
/// mail again by itself; nothing that it acknowledged is missing, after a `kill -9` on the full disk neither.
@Timeout(300)
class FullDiskIT {
    private static final String ALICE = "alice@example.org";
    private static final String PASSWORD = "full-disk";
    private static final int DISK = 160 << 20;
    /// Opening may have to write as many rows as lie in memory, a third of what the store may use: 64 MiB here.
    private static final int SPARE = 32 << 20;
    private static final int LETTER = 300_000;
    /// So many refusals in a row, and the disk counts as full.
    private static final int ENOUGH = 10;

    @TempDir
    Path folder;

    private final Random random = new Random(7);
    private final Ledger ledger = new Ledger();
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "none", disk.toString()) == 0,
                "needs the right to mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void fullDiskIsRefusedForNowAndForgottenWhenThereIsRoom() throws Exception {
        spare("first");
        spare("second");
        var sections = "[auth]\nallow_plaintext = true\n[storage]\nmemory = \"64 MiB\"\n";
        try (var server = ServerProcess.start(disk, "-Xmx256m", sections)) {
            server.account(ALICE, PASSWORD);
            fill(server);
            assertTrue(ledger.appended().size() > 20, ledger.appended().size() + " messages on the disk");
            assertTrue(deliver(server).startsWith("45"));
            assertServed(server);

            Files.delete(disk.resolve("first"));
            awaitAppend(server);
            assertServed(server);

            fill(server);
            assertServed(server);
            server.kill();
        }
        Files.delete(disk.resolve("second"));
        try (var server = ServerProcess.start(disk, "-Xmx256m", sections)) {
            assertServed(server);
            awaitAppend(server);
            assertServed(server);
            assertEquals(0, server.stop());
        }
        var check = Installation.posthorn(
                "check", "-c", disk.resolve("posthorn.toml").toString());
        assertEquals(0, check.exitCode(), check.out() + check.err());
    }

    /// Appends until the server refuses again and again.
    private void fill(ServerProcess server) throws IOException {
        try (var client = login(server)) {
            for (int refused = 0; refused < ENOUGH; ) {
                refused = append(client) ? 0 : refused + 1;
            }
        }
    }

    /// Appends until one goes through; the server is not told that there is room.
    private void awaitAppend(ServerProcess server) throws IOException {
        try (var client = login(server)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!append(client)) {
                assertTrue(System.nanoTime() < deadline, () -> "no room is seen: " + String.join("\n", server.log()));
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /// @return whether it was taken; if not, it was refused for now, before its literal or after
    private boolean append(Client client) throws IOException {
        var letter = Letter.make(ledger.nextId(), LETTER, random);
        client.send("a APPEND INBOX {" + letter.bytes().length + "}\r\n");
        var line = client.receive();
        if (line.startsWith("+")) {
            client.send(letter.bytes());
            client.send("\r\n");
            line = client.receive();
        }
        while (line.startsWith("* ")) {
            line = client.receive();
        }
        if (line.startsWith("a OK [APPENDUID ")) {
            ledger.appended(letter.id(), Long.parseLong(line.split("[ \\]]")[4]));
            return true;
        }
        assertTrue(line.startsWith("a NO [UNAVAILABLE] "), line);
        return false;
    }

    private static Client login(ServerProcess server) throws IOException {
        var client = Client.connect(server.address("imap"));
        client.receive();
        client.send("l LOGIN " + ALICE + " " + PASSWORD + "\r\n");
        var answer = client.receive();
        assertTrue(answer.startsWith("l OK"), answer);
        return client;
    }

    /// @return the reply to the whole message
    private String deliver(ServerProcess server) throws IOException {
        try (var client = Client.connect(server.address("smtp"))) {
            client.receive();
            for (var line :
                    new String[] {"HELO client", "MAIL FROM:<a@example.net>", "RCPT TO:<" + ALICE + ">", "DATA"}) {
                client.send(line + "\r\n");
                client.receive();
            }
            client.send(Letter.make(ledger.nextId(), LETTER, random).bytes());
            client.send(".\r\n");
            return client.receive();
        }
    }

    /// All that was acknowledged is there, whole. What was refused may be there too: the disk may fail between taking a
    /// message and saying so.
    private void assertServed(ServerProcess server) throws IOException {
        var listing = Listing.read(server.address("imap"), ALICE, PASSWORD, "INBOX");
        ledger.appended().forEach((id, uid) -> assertEquals(uid, listing.uids().get(id), id));
    }

    private void spare(String name) throws IOException {
        Files.write(disk.resolve(name), new byte[SPARE]);
    }

    private static int run(String... line) throws IOException, InterruptedException {
        return new ProcessBuilder(line).inheritIO().start().waitFor();
    }
}
