package dev.till.node.ssh.deploy;

import java.util.function.Consumer;

/** Passes on at most one line a second, for people who watch. */
final class Paced implements Rsync.Lines {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Consumer<String> to;
    private final String before;
    private long last = System.nanoTime();

    Paced(Consumer<String> to, String before) {
        this.to = to;
        this.before = before;
    }

    @Override
    public void accept(String line) {
        long now = System.nanoTime();
        if (now - last >= PAUSE_NANOS) {
            last = now;
            to.accept(before + line);
        }
    }
}
