package dev.till.node;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what must come about, all of them alike and found by JUnit itself: much longer than it takes on
 * a busy machine, because running out of patience has to mean that it never comes.
 */
public final class Patience implements BeforeAllCallback {
    public static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
