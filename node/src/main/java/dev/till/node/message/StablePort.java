package dev.till.node.message;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port to listen at when people name none, from 20000 to 32767: below those that systems lend to outgoing connections
 * (from 32768 on Linux, from 49152 by RFC 6335). Who closes such a port and opens it again a moment later, as a replaced
 * cluster system does and a restarted node with invites out, finds it free.
 */
public final class StablePort {
    private static final int FIRST = 20_000;
    private static final int END = 32_768;
    private static final int ATTEMPTS = 64;

    private StablePort() {}

    /** Opens something at a port. */
    @FunctionalInterface
    public interface Opening<T> {
        /** Throws {@link BindException} when the port is taken. */
        T at(int port) throws IOException;
    }

    /** Tries some ports, at last any that the system gives (port 0). */
    public static <T> T open(Opening<T> opening) throws IOException {
        var random = ThreadLocalRandom.current();
        for (int left = ATTEMPTS; ; left--) {
            try {
                return opening.at(left > 0 ? random.nextInt(FIRST, END) : 0);
            } catch (BindException taken) {
                if (left == 0) {
                    throw taken;
                }
            }
        }
    }
}
