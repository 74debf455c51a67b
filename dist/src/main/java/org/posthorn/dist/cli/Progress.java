package org.posthorn.dist.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/// How far a long command is: on a terminal one line that is written anew, else a line now and then.
final class Progress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration IN_LOG = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final long total;
    private final InstantSource clock;
    private final Instant began;
    private Instant told;
    private long messages;
    private long bytes;

    /// @param total octets of everything that will be told
    Progress(PrintWriter out, boolean terminal, long total, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.clock = clock;
        this.began = clock.instant();
        this.told = began;
    }

    /// Standard error of somebody who looks at it.
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    void step(long moreMessages, long moreBytes) {
        messages += moreMessages;
        bytes += moreBytes;
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(terminal ? ON_TERMINAL : IN_LOG) >= 0) {
            told = now;
            out.print(terminal ? "\r\033[K" + line(now) : line(now) + "\n");
            out.flush();
        }
    }

    /// Leaves a clean line for what comes next.
    void pause() {
        if (terminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    double seconds() {
        return Duration.between(began, clock.instant()).toMillis() / 1000.0;
    }

    private String line(Instant now) {
        double seconds = Math.max(0.001, Duration.between(began, now).toMillis() / 1000.0);
        double share = total == 0 ? 1 : Math.min(1, (double) bytes / total);
        String left = bytes == 0 ? "?" : time((long) (seconds * (1 - share) / Math.max(share, 1e-9)));
        return String.format(
                Locale.ROOT,
                "%,d messages, %.0f %% of %,d MiB, %,.0f messages/s, %s left",
                messages,
                100 * share,
                total >> 20,
                messages / seconds,
                left);
    }

    private static String time(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60)
                : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
}
