package dev.till.testkit.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what somebody else does, looking so often that waiting is not what is measured. */
final class Waiting {
    /** Longer than anything that is measured may take. */
    static final Duration PATIENCE = Duration.ofMinutes(9);

    private static final Duration OFTEN = Duration.ofMillis(2);

    private Waiting() {}

    static void until(BooleanSupplier there) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(OFTEN).until(there::getAsBoolean);
    }
}
