package dev.till.node.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path root;

    private final Set<FilePath> touched = ConcurrentHashMap.newKeySet();

    @Test
    void directoryThatWasRenamed_isToldOfUnderItsNewName() throws IOException {
        Files.createDirectories(root.resolve("d/deep"));
        try (var watcher =
                Watcher.open(root, Profile.defaults(SyncMode.TWO_WAY), news -> touched.addAll(news.paths()))) {
            assertThat(watcher).isNotNull();
            Files.move(root.resolve("d"), root.resolve("e"));
            awaitTouched("e/deep");
            touched.clear();

            Files.writeString(root.resolve("e/deep/x"), "x");

            awaitTouched("e/deep/x");
            assertThat(touched).doesNotContain(new FilePath("d/deep/x"));
        }
    }

    @Test
    void fileThatIsWrittenWithoutPause_isToldOfAgainAndAgain() throws IOException {
        var file = Files.writeString(root.resolve("x"), "x");
        var told = new AtomicInteger();
        try (var watcher = Watcher.open(
                root,
                Profile.defaults(SyncMode.TWO_WAY),
                news -> told.addAndGet(news.paths().size()))) {
            assertThat(watcher).isNotNull();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (told.get() < 4 && System.nanoTime() - deadline < 0) {
                Files.writeString(file, "y");
            }
        }

        assertThat(told).hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    void thousandsThatComeAtOnce_areToldOfByTheirNames() throws IOException {
        var paths = new ArrayList<FilePath>();
        for (int i = 0; i < 30; i++) {
            Files.createDirectory(root.resolve("d" + i));
            // More of one directory may be too many for the system to tell apart.
            for (int j = 0; j < 100; j++) {
                paths.add(new FilePath("d" + i + "/f" + j));
            }
        }
        var everything = new AtomicBoolean();
        try (var watcher = Watcher.open(root, Profile.defaults(SyncMode.TWO_WAY), news -> {
            touched.addAll(news.paths());
            everything.compareAndSet(false, news.everything());
        })) {
            assertThat(watcher).isNotNull();
            for (FilePath path : paths) {
                Files.createFile(root.resolve(path.value()));
            }

            await().until(() -> everything.get() || touched.containsAll(paths));
        }

        assertThat(everything).isFalse();
    }

    private void awaitTouched(String path) {
        await().until(() -> touched.contains(new FilePath(path)));
    }
}
