package dev.till.testkit.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.InLab;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short history; {@code testkit/folder-histories} plays long ones.
 *
 * <p>{@code -Dtill.files.seed=N} chooses another one, {@code -Dtill.files.episodes=N} its length.
 */
@InLab(programs = {"rsync", "gcc"})
class FolderHistoryIT {
    private static final long SEED = Long.getLong("till.files.seed", 20_261_128L);
    private static final int EPISODES = Integer.getInteger("till.files.episodes", 2);

    // The history removes it.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path directory;

    @Test
    void folderOnThreeNodes_losesNothing_whateverGoesWrong() throws Exception {
        System.err.println("folder history: seed " + SEED);
        try (var history =
                FolderHistory.start(directory, SEED, line -> System.err.println("folder history: " + line))) {
            assertThat(history.play(Duration.ofHours(1), EPISODES))
                    .as("seed %d", SEED)
                    .isEqualTo(EPISODES);
        }
    }
}
