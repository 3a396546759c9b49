package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.node.journal.JournalSettings;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.register.RegisterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of a few pages, really full. */
final class FullDiskTest {
    private static final String VALUE = "\"" + "x".repeat(60_000) + "\"";

    @TempDir
    Path mountPoint;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mountPoint.toString());
        if (!mounted) {
            System.err.println("\n*** SKIPPING " + getClass().getSimpleName() + ": mounting a tmpfs needs root ***\n");
        }
        assumeTrue(mounted, "mounting a tmpfs needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", mountPoint.toString());
        }
    }

    @Test
    void fullDisk_isToldToTheWriterWhileReadsGoOn() throws IOException {
        var ballast = Files.write(mountPoint.resolve("ballast"), new byte[300_000]);
        try (var node = new StorageFixture(mountPoint.resolve("home"))) {
            node.put("kept", "f", "1");
            Written answer;
            int written = 0;
            do {
                answer = node.put("e" + written++, "f", VALUE);
            } while (answer instanceof Written.Done && written < 50);

            assertThat(answer).isInstanceOfSatisfying(Written.Failed.class, failed -> {
                assertThat(failed.full()).isTrue();
                assertThat(failed.reason())
                        .contains(mountPoint.resolve("home/journal").toString())
                        .contains("Free some space");
            });
            assertThat(node.value("kept", "f")).contains("1");
            assertThat(node.value("e0", "f")).contains(VALUE);
            assertThat(node.value("e" + (written - 1), "f")).isEmpty();
            long revision = node.count().revision();

            Files.delete(ballast);

            assertThat(node.put("after", "f", VALUE))
                    .isInstanceOfSatisfying(
                            Written.Done.class,
                            done -> assertThat(done.records().get(0).revision())
                                    .isEqualTo(revision + 1)
                                    .isEqualTo(done.records()
                                            .get(0)
                                            .datagram()
                                            .dot()
                                            .seq()));
        }
        try (var node = new StorageFixture(mountPoint.resolve("home"))) {
            assertThat(node.value("after", "f")).contains(VALUE);
        }
        assertThat(Storage.verify(mountPoint.resolve("home"))).isEmpty();
    }

    @Test
    void noRoomForANewSegment_isToldToo() throws IOException {
        var settings = new Storage.Settings(
                new JournalSettings(1, 1 << 20, JournalSettings.DEFAULTS.maxDrift(), 1), RegisterSettings.DEFAULTS);
        try (var node = new StorageFixture(mountPoint.resolve("home"), settings, StorageFixture.WALL)) {
            Written answer;
            int written = 0;
            do {
                answer = node.put("e" + written++, "f", "1");
            } while (answer instanceof Written.Done && written < 500);

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Written.Failed.class,
                            failed -> assertThat(failed.full()).isTrue());
            assertThat(node.value("e0", "f")).contains("1");
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
