package dev.till.protocol.register;

import static org.assertj.core.api.Assertions.fail;

import java.util.List;

/**
 * The laws that every {@link Lattice} keeps, tried on every triple of a small world.
 *
 * <p>A world should hold ties: equal stamps with different contents, equal dots with different contents. Merge bugs need two
 * replicas and a tie, not a million tries.
 */
public final class MergeLaws {
    private MergeLaws() {}

    /** Fails unless merge is idempotent, commutative, associative and monotone on {@code world}. */
    public static <T extends Lattice<T>> void assertHold(List<T> world) {
        for (T a : world) {
            expect(a.merge(a).equals(a), "idempotent", a);
            for (T b : world) {
                T both = a.merge(b);
                expect(both.equals(b.merge(a)), "commutative", a, b);
                expect(a.merge(both).equals(both) && b.merge(both).equals(both), "monotone", a, b);
                for (T c : world) {
                    expect(both.merge(c).equals(a.merge(b.merge(c))), "associative", a, b, c);
                }
            }
        }
    }

    private static void expect(boolean holds, String law, Object... of) {
        if (!holds) {
            fail("merge is not " + law + " for " + List.of(of));
        }
    }
}
