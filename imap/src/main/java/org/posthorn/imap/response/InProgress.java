package org.posthorn.imap.response;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.ImapEncoder;

/// Tells a client that waits how far its command is, every now and then (RFC 9585). For the connection's command thread
/// only.
public final class InProgress implements Progress {

    /// How often to tell.
    ///
    /// @param interval RFC 9585 §4 wants some ten seconds: less is noise, more lets clients give up
    /// @param nanoTime a clock's nanoseconds
    public record Pace(Duration interval, LongSupplier nanoTime) {
        public static final Pace TEN_SECONDS = new Pace(Duration.ofSeconds(10), System::nanoTime);
    }

    private final ImapEncoder out;
    private final Tag tag;
    private final Pace pace;
    private long told;
    private long done;
    private long goal;
    private boolean nobodyListens;

    public InProgress(ImapEncoder out, Tag tag, Pace pace) {
        this.out = out;
        this.tag = tag;
        this.pace = pace;
        this.told = pace.nanoTime().getAsLong();
    }

    @Override
    public void expect(long messages) {
        goal += messages;
    }

    @Override
    public void step() {
        if (pace.nanoTime().getAsLong() - told >= pace.interval().toNanos() && !out.midLine() && !nobodyListens) {
            tell();
            told = pace.nanoTime().getAsLong();
        }
        done++;
    }

    @Override
    public void done() {
        nobodyListens = true;
    }

    private void tell() {
        try {
            out.raw("* OK [INPROGRESS (").string(tag.text());
            out.raw(" " + done + " " + goal + ")] still looking").crlf();
            out.flush();
        } catch (PeerGone gone) {
            nobodyListens = true; // The command finds it out by itself, when it answers.
        }
    }
}
