package dev.till.node.files.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacerTest {
    private static final FilePath FIRST = new FilePath("a/b/first");
    private static final FilePath SECOND = new FilePath("a/b/second");

    @TempDir
    private Path directory;

    private Root root;
    private Path outside;
    private Placer placer;

    @BeforeEach
    void placeOne() throws IOException {
        root = new Root(directory.resolve("root"));
        root.create(new FolderName("notes"));
        Files.createDirectories(root.path().resolve("a/b"));
        outside = Files.createDirectory(directory.resolve("outside"));
        placer = root.placer();
        placer.place(staged(), FIRST);
    }

    @AfterEach
    void close() throws IOException {
        placer.close();
    }

    @Test
    void others_comeIntoTheSameDirectoryAndIntoOthers() throws IOException {
        placer.place(staged(), SECOND);
        placer.place(staged(), new FilePath("a/x"));
        placer.place(staged(), new FilePath("x"));

        assertThat(root.path().resolve("a/b/first")).hasContent("new");
        assertThat(root.path().resolve("a/b/second")).hasContent("new");
        assertThat(root.path().resolve("a/x")).hasContent("new");
        assertThat(root.path().resolve("x")).hasContent("new");
    }

    @Test
    void directoryThatIsAnotherOneNow_isTheOneThatCounts() throws IOException {
        Files.move(root.path().resolve("a/b"), outside.resolve("b"));
        Files.createDirectory(root.path().resolve("a/b"));

        placer.place(staged(), SECOND);

        assertThat(root.path().resolve("a/b/second")).hasContent("new");
        assertThat(outside.resolve("b/second")).doesNotExist();
    }

    @Test
    void linkThatLeadsToTheSameDirectory_makesItFail() throws IOException {
        Files.move(root.path().resolve("a"), outside.resolve("a"));
        Files.createSymbolicLink(root.path().resolve("a"), outside.resolve("a"));
        var staged = staged();

        assertThatThrownBy(() -> placer.place(staged, SECOND)).isInstanceOf(IOException.class);

        assertThat(outside.resolve("a/b/second")).doesNotExist();
        assertThat(staged).exists();
    }

    @Test
    void afterAFailure_itGoesOn() throws IOException {
        var staged = staged();
        assertThatThrownBy(() -> placer.place(staged, new FilePath("no/such"))).isInstanceOf(IOException.class);

        placer.place(staged, SECOND);

        assertThat(root.path().resolve("a/b/second")).hasContent("new");
    }

    private Path staged() throws IOException {
        return Files.writeString(Files.createTempFile(root.stage(), "t", ""), "new");
    }
}
