package dev.till.testkit.lab;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The wall clock that some processes see, which may be set wrong, and right again, while they run. Other clocks, by which
 * timeouts go, stay as they are.
 *
 * <p>It is a library of a few lines that is preloaded into them; making it takes {@code gcc}.
 */
public final class WallClock {

    private static final String SOURCE = "set-clock.c";

    private final Path shift;
    private final Path library;

    private WallClock(Path shift, Path library) {
        this.shift = shift;
        this.library = library;
    }

    /** A clock that is right, made of files in {@code directory}, which is to last as long as the processes. */
    public static WallClock in(Path directory) throws IOException {
        Files.createDirectories(directory);
        var source = directory.resolve(SOURCE);
        var library = directory.resolve("set-clock.so");
        try (InputStream text = WallClock.class.getResourceAsStream(SOURCE)) {
            Files.write(source, text.readAllBytes());
        }
        Program.of("gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl")
                .run()
                .orThrow();
        var clock = new WallClock(directory.resolve("shift"), library);
        clock.set(Duration.ZERO);
        return clock;
    }

    /** What to put before a command so that it sees this clock. */
    public List<String> entrance() {
        return List.of("env", "TILL_LAB_CLOCK=" + shift, "LD_PRELOAD=" + library);
    }

    /** From now on the clock shows so much more than the right time. */
    public void set(Duration ahead) throws IOException {
        var bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(ahead.toNanos());
        try (var file = FileChannel.open(shift, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(bytes.flip(), 0);
        }
    }
}
