package org.posthorn.dist.admin;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.posthorn.dist.admin.CheckLine.Verified;
import org.posthorn.storage.CheckListener;
import org.posthorn.storage.Finding;

/// Makes lines of what a check tells: each finding at once, progress some times a second.
final class CheckLines implements CheckListener {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private final Consumer<CheckLine> lines;
    private Verified verified = new Verified(0, 0, 0);
    private long told = System.nanoTime();

    CheckLines(Consumer<CheckLine> lines) {
        this.lines = lines;
    }

    @Override
    public void found(Finding finding) {
        lines.accept(CheckLine.of(finding));
    }

    @Override
    public void verified(long messages, long octets, long total) {
        verified = verified.plus(messages, octets, total);
        if (System.nanoTime() - told > PAUSE) {
            told = System.nanoTime();
            lines.accept(CheckLine.of(verified));
            verified = new Verified(0, 0, total);
        }
    }
}
