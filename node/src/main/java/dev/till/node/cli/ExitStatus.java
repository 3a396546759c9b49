package dev.till.node.cli;

/** What a command's exit status says. Documented, never renumbered. */
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int BAD_USAGE = 2;
    public static final int NO_SUCH_THING = 3;
    public static final int NODE_NOT_RUNNING = 4;
    public static final int NOT_PERMITTED = 5;
    public static final int CONFLICT = 6;
    public static final int PARTLY_DONE = 7;

    private ExitStatus() {}
}
