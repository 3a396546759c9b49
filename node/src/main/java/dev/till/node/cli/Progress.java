package dev.till.node.cli;

import java.time.Duration;

/** A line on stderr about work that takes over a second; only where somebody is looking, and gone when it is over. */
final class Progress {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long NEXT_NANOS = 200_000_000L;

    private final Terminal terminal;
    private final long began = System.nanoTime();
    private long due = began + FIRST_NANOS;
    private boolean shown;

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Something has been waited for so long. */
    void waiting(String doing, Duration time) {
        if (time.toNanos() >= FIRST_NANOS) {
            show(doing + " … " + time.toSeconds() + " s");
        }
    }

    /** So many are done; the unit in plural. */
    void count(long done, String unit) {
        if (terminal.live()) {
            long now = System.nanoTime();
            if (now >= due) {
                due = now + NEXT_NANOS;
                show(done + " " + unit + ", " + perSecond(done) + "/s");
            }
        }
    }

    /** How many a second, when {@code done} are done by now. */
    long perSecond(long done) {
        return Math.round(done / Math.max(seconds(), 1e-3));
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Clears the line. */
    void end() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            shown = false;
        }
    }

    private void show(String line) {
        if (terminal.live()) {
            terminal.err().print("\r\u001b[K" + line);
            terminal.err().flush();
            shown = true;
        }
    }
}
