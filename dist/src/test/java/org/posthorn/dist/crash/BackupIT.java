package org.posthorn.dist.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.Installation;
import org.posthorn.dist.process.ServerProcess;

/// `posthorn backup` of a server under SMTP load, `posthorn restore` elsewhere: `posthorn check` finds nothing, and a
/// server on the copy has every message that was acknowledged before the backup began, whole.
class BackupIT {
    private static final List<String> ACCOUNTS = List.of("alice@example.org", "bob@example.org");
    private static final String PASSWORD = "backup-test";

    private final Ledger ledger = new Ledger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Test
    void backsUpUnderLoadAndRestoresElsewhere() throws Exception {
        var backups = folder.resolve("backups").toString();
        Map<String, List<String>> before;
        int during;
        try (var server = ServerProcess.start(folder)) {
            ACCOUNTS.forEach(account -> server.account(account, PASSWORD));
            var senders = load(server);
            awaitMore(100);
            server.posthorn("backup", backups).orFail();
            awaitMore(100);
            before = Map.copyOf(ledger.delivered());
            server.posthorn("backup", backups).orFail();
            during = ledger.delivered().size() - before.size();
            var refused = server.posthorn("restore", backups);
            assertEquals(1, refused.exitCode());
            assertTrue(refused.err().contains("already runs on"), refused.err());
            server.kill();
            for (var sender : senders) {
                sender.join(30_000);
            }
        }
        assertTrue(failures.isEmpty(), failures.toString());
        assertTrue(during > 0, "nothing was acknowledged during the backup");
        assertEquals(
                2, config("backup", backups, "--list").orFail().out().lines().count());
        assertTrue(config("restore", backups).err().contains("holds a store already"));
        // Onto a stopped store, too.
        assertTrue(config("backup", backups, "--keep", "2").orFail().out().startsWith("made backup 3 "));
        var second = config(
                "restore",
                backups,
                "--backup",
                "2",
                "--data",
                copy().resolve("data").toString());
        assertTrue(second.orFail().out().contains("posthorn check"), second.out());
        verifyCopy(before);
    }

    private void verifyCopy(Map<String, List<String>> before) throws Exception {
        try (var copy = ServerProcess.start(copy())) {
            copy.posthorn("check").orFail();
            for (var account : ACCOUNTS) {
                var there = Listing.read(copy.address("imap"), account, PASSWORD, "INBOX");
                var wanted = new HashSet<String>();
                before.forEach((id, recipients) -> {
                    if (recipients.contains(account)) {
                        wanted.add(id);
                    }
                });
                wanted.removeAll(there.uids().keySet());
                assertEquals(List.of(), List.copyOf(wanted), "lost for " + account);
            }
            assertEquals(0, copy.stop());
        }
    }

    private Path copy() {
        var copy = folder.resolve("copy");
        copy.toFile().mkdir();
        return copy;
    }

    private Installation.Ran config(String... arguments) {
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("-c", folder.resolve("posthorn.toml").toString()));
        return Installation.posthorn(line.toArray(String[]::new));
    }

    private List<Thread> load(ServerProcess server) {
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            senders.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                    .start(new Sender(server.address("smtp"), ledger, ACCOUNTS, i)));
        }
        return senders;
    }

    private void awaitMore(int acknowledged) {
        int enough = ledger.acknowledged() + acknowledged;
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (ledger.acknowledged() < enough && failures.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
