package dev.till.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InLab(programs = "gcc")
class WallClockIT {

    @TempDir
    Path directory;

    @Test
    void clockThatIsSet_isSeenByThoseWhoHaveItAlone() throws Exception {
        var clock = WallClock.in(directory);
        long before = seconds(List.of());

        clock.set(Duration.ofDays(-1000));
        long behind = seconds(clock.entrance());
        clock.set(Duration.ofDays(1000));
        long ahead = seconds(clock.entrance());
        clock.set(Duration.ZERO);
        long right = seconds(clock.entrance());

        long after = seconds(List.of());
        long days = Duration.ofDays(1000).toSeconds();
        assertThat(List.of(behind + days, ahead - days, right))
                .allSatisfy(each -> assertThat(each).isBetween(before, after));
    }

    private static long seconds(List<String> entrance) {
        return Long.parseLong(Program.of("date", "+%s")
                .through(entrance)
                .run()
                .orThrow()
                .text()
                .strip());
    }
}
