package dev.till.node.files;

import dev.till.node.trust.Fleets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each have three devices, which exchange contents over real TLS, and registers when a test says so. */
abstract class ThreeDevices {
    static final int LARGE = 3 << 20;

    @TempDir
    Path directory;

    Duration later = Duration.ZERO;
    TestDevice a;
    TestDevice b;
    TestDevice c;

    @BeforeEach
    final void open() throws IOException {
        InstantSource clock = () -> InstantSource.system().instant().plus(later);
        var fleet = Fleets.of(directory, InstantSource.system(), List.of("a", "b", "c"));
        a = new TestDevice(directory, fleet.get(0), clock, "");
        b = new TestDevice(directory, fleet.get(1), clock, "");
        c = new TestDevice(directory, fleet.get(2), clock, "");
        a.reach(b);
        b.reach(a);
        c.reach(b);
    }

    @AfterEach
    final void close() throws IOException {
        a.close();
        b.close();
        c.close();
    }

    /** The first two do all they can, and meet, until nothing is left. */
    final void settle() throws Exception {
        for (int i = 0; i < 6; i++) {
            a.round();
            a.meet(b);
            b.round();
            b.meet(a);
        }
    }
}
