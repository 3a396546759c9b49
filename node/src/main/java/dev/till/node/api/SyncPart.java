package dev.till.node.api;

import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** One of the things that {@code till sync} brings up to date. Each has its own outcome; a failure stops no other. */
interface SyncPart {

    /** A word for it. */
    String name();

    /**
     * Does it. A Refusal or IOException becomes {@link Result#FAILED}.
     *
     * @param dry send and write nothing, and say what would be done
     */
    Outcome run(boolean dry, Duration patience) throws Refusal, IOException;

    /** How it went. */
    enum Result {
        /** Up to date. */
        DONE,
        /** Does not concern this machine as it is set up. */
        SKIPPED,
        /** A dry run: it would be done. */
        WOULD,
        /** Not done, or only a part. */
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it went, and in words what that was. */
    record Outcome(Result result, String detail) {}
}
