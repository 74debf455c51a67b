package org.posthorn.common.sasl;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.common.net.PeerGone;

/// What a failed login costs: time, the same for a wrong name and a wrong password, so that guessing is slow
/// and tells nothing. Blocks the connection's own command thread and nobody else. Thread-safe.
public record Penalty(Duration delay) {
    public static final Penalty ONE_SECOND = new Penalty(Duration.ofSeconds(1));

    /// Waits.
    ///
    /// @throws PeerGone the server ends the session meanwhile
    public void serve() throws PeerGone {
        try {
            // Nothing counts this latch down: it is a wait with an end, and nothing else.
            new CountDownLatch(1).await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerGone("interrupted while a failed login waited");
        }
    }
}
