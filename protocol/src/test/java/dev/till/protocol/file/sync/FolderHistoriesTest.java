package dev.till.protocol.file.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A folder on three devices whose people edit, delete and move files at random, while devices are cut off, are killed between any two
 * steps of a round, and have clocks that lie. At rest all of them hold the same but for the conflicts that each of them lists,
 * and no content is lost that nobody knowingly replaced or deleted.
 *
 * <p>{@code -Dtill.files.histories=N} plays more of them, {@code -Dtill.files.seed=S} begins with another one.
 */
class FolderHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("till.files.histories", 200);
    private static final long SEED = Long.getLong("till.files.seed", 1L);
    private static final int LENGTH = 80;

    @ParameterizedTest
    @EnumSource
    void historiesOfThree_comeToRest_andLoseNothing(ConflictPolicy policy) {
        long kills = 0;
        long conflicts = 0;
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            var folder = new SimulatedFolder(new Random(seed), policy, "policy " + policy + ", seed " + seed);
            for (int i = 0; i < LENGTH; i++) {
                folder.step();
            }
            folder.settle();
            folder.check();
            kills += folder.kills();
            conflicts += folder.conflicts();
        }
        assertThat(kills).as("rounds that were broken off").isGreaterThan(HISTORIES);
        if (policy == ConflictPolicy.DEFER) {
            assertThat(conflicts).as("conflicts at rest").isGreaterThan(HISTORIES / 10);
        }
    }
}
