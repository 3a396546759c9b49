package dev.till.node.client;

import java.util.Locale;

/** On how many devices a write has to be on disk before it returns. */
public enum Spread {
    LOCAL,
    MAJORITY,
    ALL;

    /** The name on the socket and on the command line. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
