package dev.till.node.files.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.profile.ProfileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    @TempDir
    private Path root;

    @Test
    void paths_comeInTheOrderOfTheirBytes() throws IOException {
        write("a/b", "a-b", "a.txt", "a/b.c", "a/b-d/x", "z", "A", "ä", "a/z/y", "a0");

        var paths = paths(Profile.defaults(SyncMode.TWO_WAY));

        assertThat(paths)
                .isSorted()
                .contains(new FilePath("a"), new FilePath("a/b-d/x"), new FilePath("ä"))
                .hasSize(13);
    }

    @Test
    void whatIsLeftOut_isNotEvenEntered() throws IOException {
        write("data/kept", "data/x_state.json", "other/kept", ".git/config", ".till/stage/x");
        var profile = ProfileText.parse("path = data\n", SyncMode.TWO_WAY).profile();

        assertThat(paths(profile)).containsExactly(new FilePath("data"), new FilePath("data/kept"));
    }

    @Test
    void linksAreSeen_andNotFollowed() throws IOException {
        write("real/file");
        Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("."));

        assertThat(paths(Profile.defaults(SyncMode.TWO_WAY)))
                .extracting(FilePath::value)
                .containsExactly("link", "loop", "real", "real/file");
    }

    @Test
    void namesThatAreRefused_areTold() throws IOException {
        write("good", "aux.txt", "back\\slash");

        var tree = Tree.below(root, Profile.defaults(SyncMode.TWO_WAY));
        while (tree.next().isPresent()) {
            // To the end.
        }

        assertThat(tree.problems()).extracting(Tree.Problem::path).containsExactlyInAnyOrder("aux.txt", "back\\slash");
    }

    @Test
    void fileThatChangedWithinTheGrainOfTheClock_isReadAgain() throws IOException {
        var file = Files.writeString(root.resolve("f"), "x");
        var stat = Stat.of(file);

        assertThat(stat.isStill(stat.asReadAt(stat.modified().plusMillis(1)))).isFalse();
        assertThat(stat.isStill(stat.asReadAt(stat.modified().plusSeconds(3)))).isTrue();
    }

    @Test
    void largeContents_areCutWhereTheirChunksAddUp() throws IOException {
        var content = new byte[5 << 20];
        new java.util.Random(5).nextBytes(content);
        var file = Files.write(root.resolve("large"), content);

        var read = new Hasher().read(file, Long.MAX_VALUE);

        assertThat(read.size()).isEqualTo(content.length);
        assertThat(read.chunks().stream().mapToLong(Hasher.Chunk::length).sum()).isEqualTo(content.length);
        var offset = 0L;
        for (Hasher.Chunk chunk : read.chunks()) {
            assertThat(chunk.offset()).isEqualTo(offset);
            offset += chunk.length();
        }
        assertThat(read.hash().bytes()).isEqualTo(Hasher.sha256().digest(content));
    }

    private List<FilePath> paths(Profile profile) throws IOException {
        var tree = Tree.below(root, profile);
        var paths = new ArrayList<FilePath>();
        for (var next = tree.next(); next.isPresent(); next = tree.next()) {
            paths.add(next.get().path());
        }
        return paths;
    }

    private void write(String... files) throws IOException {
        for (String file : files) {
            var path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }
}
