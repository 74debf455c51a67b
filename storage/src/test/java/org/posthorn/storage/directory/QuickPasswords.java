package org.posthorn.storage.directory;

import java.time.Clock;

/// Passwords whose hashes cost next to nothing, for tests that make many accounts.
public final class QuickPasswords {
    private QuickPasswords() {}

    public static Passwords with(Clock clock) {
        return new Passwords(clock, new Argon2(16, 1));
    }
}
