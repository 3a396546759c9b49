package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed.Change;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlacedTest {
    private static final FilePath PATH = new FilePath("d/f");
    private static final Stat STAT = new Stat(Stat.Kind.FILE, 4, 0644, 100, 200, 7);

    private final Placed placed = new Placed();

    @Test
    void asItWasPut_isOurs() {
        placed.note(List.of(change(PATH, Optional.of(STAT))));

        assertThat(placed.isStill(PATH, Optional.of(STAT))).isTrue();
    }

    @Test
    void whatSomebodyTouchedRemovedOrMade_isNot() {
        placed.note(List.of(change(PATH, Optional.of(STAT))));

        assertThat(placed.isStill(PATH, Optional.of(new Stat(Stat.Kind.FILE, 4, 0644, 100, 201, 7))))
                .isFalse();
        assertThat(placed.isStill(PATH, Optional.empty())).isFalse();
        assertThat(placed.isStill(new FilePath("d/g"), Optional.of(STAT))).isFalse();
    }

    @Test
    void aDirectoryThatFilesCameInto_isOurs() {
        var directory = new Stat(Stat.Kind.DIRECTORY, 4096, 0755, 100, 0, 7);
        placed.note(List.of(change(PATH, Optional.of(directory))));

        assertThat(placed.isStill(PATH, Optional.of(new Stat(Stat.Kind.DIRECTORY, 8192, 0755, 300, 301, 7))))
                .isTrue();
        assertThat(placed.isStill(PATH, Optional.of(new Stat(Stat.Kind.DIRECTORY, 4096, 0700, 100, 301, 7))))
                .isFalse();
        assertThat(placed.isStill(PATH, Optional.of(new Stat(Stat.Kind.DIRECTORY, 4096, 0755, 100, 0, 8))))
                .isFalse();
        assertThat(placed.isStill(PATH, Optional.of(new Stat(Stat.Kind.FILE, 4096, 0755, 100, 0, 7))))
                .isFalse();
    }

    @Test
    void whatMayHaveChangedWithinTheGrainOfTheClock_isLookedAt() {
        var doubtful = new Stat(Stat.Kind.FILE, 4, 0644, 100, 0, 7);
        placed.note(List.of(change(PATH, Optional.of(doubtful))));

        assertThat(placed.isStill(PATH, Optional.of(doubtful))).isFalse();
    }

    @Test
    void whatWasTakenAwaySince_isForgotten() {
        placed.note(List.of(change(PATH, Optional.of(STAT))));
        placed.note(List.of(change(PATH, Optional.empty())));

        assertThat(placed.isStill(PATH, Optional.of(STAT))).isFalse();
    }

    @Test
    void onlyTheLastFewThousand_areRemembered() {
        placed.note(List.of(change(PATH, Optional.of(STAT))));
        for (int i = 0; i < 16_384; i++) {
            placed.note(List.of(change(new FilePath("d/" + i), Optional.of(STAT))));
        }

        assertThat(placed.isStill(PATH, Optional.of(STAT))).isFalse();
        assertThat(placed.isStill(new FilePath("d/8191"), Optional.of(STAT))).isTrue();
    }

    private static Change change(FilePath path, Optional<Stat> stat) {
        var writer = new DeviceName("m1");
        var version = new FileVersion(Item.Absent.NOTHING, FileClock.EMPTY.next(writer), writer, Instant.EPOCH);
        return new Change(path, version, "{}", stat, List.of());
    }
}
