package dev.till.node.files.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.file.FilePath;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are opened one after another, while others move what leads to them. */
class OpenerTest {
    private static final FilePath A = new FilePath("dir/a");
    private static final FilePath B = new FilePath("dir/b");

    @TempDir
    private Path directory;

    private final Opener opener = new Opener();
    private Path at;
    private Root root;

    @BeforeEach
    void fill() throws IOException {
        at = directory.resolve("root");
        root = new Root(at);
        Files.createDirectories(at.resolve("dir"));
        Files.writeString(at.resolve("dir/a"), "first");
        Files.writeString(at.resolve("dir/b"), "second");
    }

    @AfterEach
    void close() throws IOException {
        opener.close();
    }

    @Test
    void neighbours_areOpenedByTheSameHandle() throws IOException {
        assertThat(read(root, A)).isEqualTo("first");
        assertThat(read(root, B)).isEqualTo("second");
    }

    @Test
    void directoryThatBecameALink_leadsNowhere() throws IOException {
        read(root, A);
        Files.move(at.resolve("dir"), directory.resolve("elsewhere"));
        Files.createSymbolicLink(at.resolve("dir"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> read(root, B)).isInstanceOf(IOException.class);
    }

    @Test
    void directoryFurtherUpThatBecameALink_leadsNowhere() throws IOException {
        Files.createDirectories(at.resolve("dir/deep"));
        Files.writeString(at.resolve("dir/deep/a"), "first");
        Files.writeString(at.resolve("dir/deep/b"), "second");
        read(root, new FilePath("dir/deep/a"));
        Files.move(at.resolve("dir"), directory.resolve("elsewhere"));
        Files.createSymbolicLink(at.resolve("dir"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> read(root, new FilePath("dir/deep/b"))).isInstanceOf(IOException.class);
    }

    @Test
    void directoryThatWasReplaced_isTheNewOne() throws IOException {
        read(root, A);
        Files.move(at.resolve("dir"), directory.resolve("elsewhere"));
        Files.createDirectory(at.resolve("dir"));
        Files.writeString(at.resolve("dir/b"), "new");

        assertThat(read(root, B)).isEqualTo("new");
    }

    @Test
    void sameNamesBelowAnotherRoot_areThoseOfThatRoot() throws IOException {
        read(root, A);
        var other = Files.createDirectories(directory.resolve("other/dir")).getParent();
        Files.writeString(other.resolve("dir/b"), "of another root");

        assertThat(read(new Root(other), B)).isEqualTo("of another root");
    }

    @Test
    void onceClosed_itHoldsNothingOpen() throws IOException {
        read(root, A);
        assertThat(openBelow(at)).isNotEmpty();

        opener.close();

        assertThat(openBelow(at)).isEmpty();
        assertThat(read(root, B)).isEqualTo("second");
    }

    private String read(Root root, FilePath path) throws IOException {
        try (var in = Channels.newInputStream(opener.open(root, path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Path> openBelow(Path root) throws IOException {
        var real = root.toRealPath();
        try (var handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.map(OpenerTest::target)
                    .filter(target -> target.startsWith(real))
                    .toList();
        }
    }

    private static Path target(Path handle) {
        try {
            return Files.readSymbolicLink(handle);
        } catch (IOException gone) {
            return Path.of("");
        }
    }
}
