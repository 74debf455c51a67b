package org.posthorn.dist.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.Installation;
import org.posthorn.dist.process.ServerProcess;

/// P1 and P3 on the real process: `kill -9` while 8 SMTP senders (one to three recipients each) and 2 IMAP
/// appenders are at work. After each of the rounds every acknowledged message is there once for each
/// recipient, whole, with the UID that it had before; in the end `posthorn check` finds nothing.
///
/// `-Dposthorn.crash.rounds=200` for a long run, `-Dposthorn.crash.seed=…` to repeat one; the kill's
/// moment is random in any case.
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("posthorn.crash.rounds", 20);
    private static final long SEED = Long.getLong("posthorn.crash.seed", System.nanoTime());
    private static final List<String> ACCOUNTS = List.of("alice@example.org", "bob@example.org", "carol@example.org");
    private static final String PASSWORD = "crash-test";
    private static final String APPENDED_TO = "Archive";

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private final Map<String, Listing> before = new HashMap<>();

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostOrDoubled() throws Exception {
        for (int round = 0; round <= ROUNDS; round++) {
            try (var server = ServerProcess.start(folder)) {
                if (round == 0) {
                    ACCOUNTS.forEach(account -> server.account(account, PASSWORD));
                }
                verify(server, round);
                if (round < ROUNDS) {
                    loadAndKill(server);
                } else {
                    server.stop();
                }
            }
        }
        var check = Installation.posthorn(
                "check", "-c", folder.resolve("posthorn.toml").toString());
        assertEquals(0, check.exitCode(), check.out() + check.err());
        System.out.printf(
                "crash: %d rounds, %d messages begun, %d deliveries and %d appends acknowledged, none lost (seed %d)%n",
                ROUNDS,
                ledger.ids(),
                ledger.delivered().size(),
                ledger.appended().size(),
                SEED);
        assertTrue(ledger.delivered().size() > 5 * ROUNDS, "the senders got hardly anything through");
        assertTrue(ledger.appended().size() > ROUNDS, "the appenders got hardly anything through");
    }

    private void loadAndKill(ServerProcess server) throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            threads.add(start(new Sender(server.address("smtp"), ledger, ACCOUNTS, random.nextLong()), failures));
        }
        for (int i = 0; i < 2; i++) {
            var appender = new Appender(
                    server.address("imap"), ledger, ACCOUNTS.get(2), PASSWORD, APPENDED_TO, random.nextLong());
            threads.add(start(appender, failures));
        }
        awaitMore(10 + random.nextInt(300), failures);
        server.kill();
        for (var thread : threads) {
            thread.join(30_000);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a client was answered wrongly (seed " + SEED + ")", failures.peek());
        }
    }

    /// Lets the load go on until so much more is acknowledged; the kill then comes at no particular moment
    /// of it.
    private void awaitMore(int acknowledged, ConcurrentLinkedQueue<Throwable> failures) {
        int enough = ledger.acknowledged() + acknowledged;
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (ledger.acknowledged() < enough && failures.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Thread start(Runnable client, ConcurrentLinkedQueue<Throwable> failures) {
        return Thread.ofVirtual()
                .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                .start(client);
    }

    private void verify(ServerProcess server, int round) throws IOException {
        for (var account : ACCOUNTS) {
            var inbox = listing(server, account, "INBOX", round);
            ledger.delivered().forEach((id, recipients) -> {
                if (recipients.contains(account)) {
                    assertTrue(inbox.uids().containsKey(id), lost(id, account, round));
                }
            });
        }
        var archive = listing(server, ACCOUNTS.get(2), APPENDED_TO, round);
        ledger.appended().forEach((id, uid) -> assertEquals(uid, archive.uids().get(id), lost(id, APPENDED_TO, round)));
    }

    private Listing listing(ServerProcess server, String account, String mailbox, int round) throws IOException {
        var now = Listing.read(server.address("imap"), account, PASSWORD, mailbox);
        var then = before.put(account + "/" + mailbox, now);
        if (then != null) {
            assertEquals(then.uidValidity(), now.uidValidity(), "UIDVALIDITY of " + mailbox + " of " + account);
            then.uids().forEach((id, uid) -> assertEquals(uid, now.uids().get(id), lost(id, account, round)));
        }
        return now;
    }

    private static String lost(String id, String where, int round) {
        return id + " of " + where + " is not what it was, round " + round + ", seed " + SEED;
    }
}
