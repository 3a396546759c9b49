package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.InLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short campaign; {@code testkit/faults} runs long ones.
 *
 * <p>{@code -Dtill.faults.seed=N} chooses another order and other victims.
 */
@InLab(programs = {"mount", "umount", "vde_switch", "wirefilter"})
@Tag("alone")
class FaultsIT {

    private static final long SEED = Long.getLong("till.faults.seed", 20_261_121L);
    private static final List<Kind> KINDS =
            List.of(Kind.PARTITION_HALVES, Kind.DELAY, Kind.STOP_SHORT, Kind.KILL, Kind.DISK_FULL, Kind.MIXED);

    // The campaign removes it, and what is mounted in it.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path directory;

    @Test
    void fleetThatLivesThroughFaults_keepsEveryPromise() throws Exception {
        try (var campaign = Campaign.start(
                directory, SEED, 3, Campaign.WRITES_PER_SECOND, KINDS, line -> System.err.println("faults: " + line))) {
            var summary = campaign.run(Duration.ofHours(1), KINDS.size());

            System.err.println(summary.text());
            assertThat(summary.broken()).as("seed %d", SEED).isEmpty();
        }
    }
}
