package org.posthorn.storage.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.storage.Refused;

/// Makes and verifies password hashes. They cost tens of milliseconds and 19 MiB each on purpose, so they run on as
/// many platform threads as there are cores: a flood of logins waits there, and the command threads go on.
///
/// A password that was right is remembered for a few minutes, as an HMAC under a key that only this process has, so
/// that a client's next connection is let in at once. The stored hash is part of what is remembered: a changed password
/// is another entry. Thread-safe.
public final class Passwords implements AutoCloseable {
    private static final int MAX_BYTES = 1_024;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MAX_REMEMBERED = 10_000;
    private static final String MAC = "HmacSHA256";

    private final Clock clock;
    private final Argon2 cost;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final String nobody;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("password-", 1).factory());
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instant> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public Passwords(Clock clock) {
        this(clock, Argon2.STRONG);
    }

    /// @param cost of new hashes
    Passwords(Clock clock, Argon2 cost) {
        this.clock = clock;
        this.cost = cost;
        this.key = new SecretKeySpec(randomBytes(32), MAC);
        this.nobody = cost.hash(randomBytes(16), randomBytes(Argon2.SALT_SIZE));
    }

    /// @throws Refused FORBIDDEN: one is empty, or longer than 1,024 bytes
    List<String> hash(List<String> passwords) {
        var hashes = passwords.stream()
                .map(Passwords::checked)
                .map(bytes -> onItsThread(() -> cost.hash(bytes, randomBytes(Argon2.SALT_SIZE))))
                .toList();
        return hashes.stream().map(CompletableFuture::join).toList();
    }

    /// Whether the password fits the hash. With no hash (no such account) it works as long, and says no.
    boolean verify(Optional<String> hash, String password) {
        byte[] bytes = bytes(password);
        if (bytes.length > MAX_BYTES) {
            bytes = new byte[0];
        }
        byte[] tried = bytes;
        String phc = hash.orElse(nobody);
        String mark = mark(phc, tried);
        if (isRemembered(mark)) {
            return true;
        }
        boolean fits = onItsThread(() -> Argon2.verify(phc, tried)).join() && hash.isPresent();
        if (fits) {
            remember(mark);
        }
        return fits;
    }

    @Override
    public void close() {
        threads.close();
    }

    private boolean isRemembered(String mark) {
        lock.lock();
        try {
            var until = remembered.get(mark);
            if (until == null) {
                return false;
            }
            if (until.isBefore(clock.instant())) {
                remembered.remove(mark);
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void remember(String mark) {
        lock.lock();
        try {
            remembered.put(mark, clock.instant().plus(REMEMBERED));
        } finally {
            lock.unlock();
        }
    }

    private String mark(String phc, byte[] password) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(phc.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(password));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] checked(String password) {
        byte[] bytes = bytes(password);
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new Refused(Refused.Why.FORBIDDEN, "a password has 1 to " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    /// RFC 8265 §4.2: the same password typed on two systems is the same text in NFC.
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> CompletableFuture<T> onItsThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }
}
