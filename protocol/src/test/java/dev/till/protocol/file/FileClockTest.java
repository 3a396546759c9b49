package dev.till.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.register.MergeLaws;
import dev.till.protocol.time.VersionVector.Order;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileClockTest {

    @Test
    void merge_holdsTheLaws() {
        var world = new ArrayList<FileClock>();
        for (long a = 0; a < 3; a++) {
            for (long b = 0; b < 3; b++) {
                world.add(clock(a, b));
            }
        }

        MergeLaws.assertHold(world);
    }

    @Test
    void compare_isThatOfVersionVectors() {
        assertThat(clock(1, 0).compare(clock(1, 0))).isEqualTo(Order.EQUAL);
        assertThat(clock(1, 1).compare(clock(1, 0))).isEqualTo(Order.AFTER);
        assertThat(clock(0, 0).compare(clock(0, 1))).isEqualTo(Order.BEFORE);
        assertThat(clock(2, 0).compare(clock(1, 1))).isEqualTo(Order.CONCURRENT);
    }

    private static FileClock clock(long a, long b) {
        return new FileClock(new TreeMap<>(Map.of(new DeviceName("a"), a, new DeviceName("b"), b)));
    }
}
