package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.Behavior;

/** Checks that an actor handles every kind of message it says it takes. */
public final class CommandCoverage {
    private CommandCoverage() {}

    /** Every leaf below a sealed {@code protocol} has one of the samples. */
    public static void assertSampled(Class<?> protocol, List<?> samples) {
        for (Class<?> leaf : leaves(protocol)) {
            assertThat(samples).as("a sample of %s", leaf.getName()).anyMatch(leaf::isInstance);
        }
    }

    private static List<Class<?>> leaves(Class<?> type) {
        if (!type.isSealed()) {
            return type.isInterface() ? List.of() : List.of(type);
        }
        var all = new ArrayList<Class<?>>();
        for (Class<?> below : type.getPermittedSubclasses()) {
            all.addAll(leaves(below));
        }
        return all;
    }

    /** {@code behavior} leaves none of {@code samples}, which cover {@code protocol}, unhandled. */
    public static <T> void assertHandled(Class<T> protocol, Behavior<T> behavior, List<? extends T> samples) {
        assertSampled(protocol, samples);
        var kit = BehaviorTestKit.create(behavior);
        for (T sample : samples) {
            kit.run(sample);
            assertThat(Behavior.isUnhandled(kit.returnedBehavior()))
                    .as("unhandled: %s", sample)
                    .isFalse();
            assertThat(kit.isAlive()).as("stopped by %s", sample).isTrue();
        }
    }
}
