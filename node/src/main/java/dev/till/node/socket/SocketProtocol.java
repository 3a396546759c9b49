package dev.till.node.socket;

/** The numbers both ends of the local socket agree on. */
public final class SocketProtocol {

    /** The major version. Newer members of a line are skipped by older readers; a newer major is refused. */
    public static final int VERSION = 1;

    /** The longest line, in bytes without its end: room for a value of 1 MiB with every character escaped. */
    public static final int MAX_LINE_BYTES = 8 << 20;

    private SocketProtocol() {}
}
