package dev.till.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.simulation.History.Fault;
import dev.till.testkit.simulation.History.Summary;
import dev.till.testkit.simulation.SimulatedNode.Flaw;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of histories, other ones at every run.
 *
 * <p>{@code -Dtill.simulation.seed=S} plays those from one seed on, {@code -Dtill.simulation.histories=N} so many of a kind,
 * and {@code -Dtill.simulation.seconds=N} takes so long at most for one kind.
 */
class HistoryTest {
    private static final long SEED = Long.getLong("till.simulation.seed", System.nanoTime());
    private static final int HISTORIES = Integer.getInteger("till.simulation.histories", 1000);
    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("till.simulation.seconds", 5));

    @Test
    void crashesAndABadNetwork_loseNothing() {
        var sum = play(EnumSet.noneOf(Fault.class));

        assertThat(sum.acknowledged()).isPositive();
        assertThat(sum.folded()).isPositive();
        assertThat(sum.excused()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void eachFault_losesNothingThatAnyDiskKept(Fault fault) {
        var sum = play(EnumSet.of(fault));

        assertThat(sum.restores() + sum.tears() + sum.clones() + sum.jumps()).isPositive();
    }

    @Test
    void allFaultsTogether_loseNothingThatAnyDiskKept() {
        play(EnumSet.allOf(Fault.class));
    }

    /** The checker is worth something only when it catches what it is there for. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "CLOCK")
    void nodeThatCountsOnWhateverItFinds_isCaught(Fault fault) {
        assertCaught(fault, Flaw.COUNTS_ON, "used twice");
    }

    @Test
    void nodeThatLeavesWhatItWroteUnderAWrongClock_isCaught() {
        assertCaught(Fault.CLOCK, Flaw.STAMPS_ONCE, "heads differ");
    }

    private static void assertCaught(Fault fault, Flaw flaw, String complaint) {
        for (int i = 0; i < HISTORIES; i++) {
            try {
                History.playBroken(SEED + i, Set.of(fault), flaw);
            } catch (AssertionError caught) {
                assertThat(caught).hasMessageContaining(complaint);
                return;
            }
        }
        throw new AssertionError("no history of " + HISTORIES + " from seed " + SEED + " on was caught");
    }

    private static Summary play(Set<Fault> faults) {
        var sum = new Summary(0, 0, 0, 0, 0, 0, 0);
        long began = System.nanoTime();
        int played = 0;
        while (played < HISTORIES && System.nanoTime() - began < LIMIT.toNanos()) {
            long seed = SEED + played++;
            try {
                var one = History.play(seed, faults);
                sum = new Summary(
                        sum.acknowledged() + one.acknowledged(),
                        sum.excused() + one.excused(),
                        sum.restores() + one.restores(),
                        sum.tears() + one.tears(),
                        sum.clones() + one.clones(),
                        sum.jumps() + one.jumps(),
                        sum.folded() + one.folded());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "-Dtill.simulation.seed=" + seed + " -Dtill.simulation.histories=1, faults " + faults + ": "
                                + e,
                        e);
            }
        }
        System.out.println("simulation: " + played + " histories from seed " + SEED + " on, faults " + faults + ", "
                + sum + ", " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        return sum;
    }
}
