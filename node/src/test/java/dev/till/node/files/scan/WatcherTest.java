package dev.till.node.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherTest {
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

    private void awaitTouched(String path) {
        await().until(() -> touched.contains(new FilePath(path)));
    }
}
