package dev.till.protocol.file;

import java.util.Locale;

/** Which way the files of a folder go, as seen by one device. */
public enum SyncMode {
    /** Changes here go to the others, and theirs come here. */
    TWO_WAY,
    /** Changes here go to the others; what they change is not taken. */
    SEND,
    /** What the others change comes here; changes here stay here. */
    RECEIVE,
    /** Logs: what is appended here goes to the others, who never change it. */
    APPEND;

    /** Reads what people write; throws IllegalArgumentException on anything else. */
    public static SyncMode parse(String text) {
        for (SyncMode mode : values()) {
            if (mode.toString().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mode: '" + text + "' (expected: two-way, send, receive or append)");
    }

    /** Whether what is here is told to the others. */
    public boolean sends() {
        return this != RECEIVE;
    }

    /** Whether what the others have is taken. */
    public boolean receives() {
        return this != SEND;
    }

    /** As people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
