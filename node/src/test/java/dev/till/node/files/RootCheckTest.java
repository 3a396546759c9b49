package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.place.Root;
import dev.till.node.files.state.Folder;
import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a folder may have its root. */
class RootCheckTest {
    private static final FolderName NOTES = new FolderName("notes");
    private static final FolderName OTHER = new FolderName("other");

    @TempDir
    private Path temporary;

    private Path directory;
    private RootCheck check;

    @BeforeEach
    void prepare() throws IOException {
        directory = temporary.toRealPath();
        var notes = Files.createDirectories(directory.resolve("kept/notes"));
        new Root(notes).create(NOTES);
        var home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(directory.resolve("file"), "no directory");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("kept"));
        Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("missing"));
        check = new RootCheck(home, List.of(new Folder(NOTES, notes, SyncMode.TWO_WAY, "", false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"home", "home/deeper", ".", "file", "file/deeper", "nowhere", "nowhere/deeper"})
    void impossibleRoots_areRefused(String root) {
        refused(OTHER, directory.resolve(root), Why.USAGE);
    }

    @Test
    void ofTheWholeMachine_orByNoAbsolutePath_isRefused() {
        refused(OTHER, Path.of("/"), Why.USAGE);
        refused(OTHER, Path.of("relative"), Why.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept", "kept/notes", "kept/notes/deeper", "link", "link/notes/deeper", "x/../kept/notes"})
    void whatOverlapsWithAnother_isRefused(String root) {
        refused(OTHER, directory.resolve(root), Why.CONFLICT);
    }

    @Test
    void whatIsNotThere_isCalledAsItWillBe_andNotMade() throws Exception {
        assertThat(check.checked(OTHER, directory.resolve("link/new/deep")))
                .isEqualTo(directory.resolve("kept/new/deep"));

        assertThat(directory.resolve("kept/new")).doesNotExist();
    }

    @Test
    void sameFolder_mayHaveItsRootAgain() throws Exception {
        assertThat(check.checked(NOTES, directory.resolve("link/notes"))).isEqualTo(directory.resolve("kept/notes"));
    }

    @Test
    void copyOfTheRootOfAnother_isRefused() throws IOException {
        var copy = Files.createDirectory(directory.resolve("copy"));
        new Root(copy).create(NOTES);

        refused(OTHER, copy, Why.CONFLICT);
    }

    @Test
    void linkThatCameIntoTheWay_isRefusedWhenItIsMade() throws Exception {
        var checked = check.checked(OTHER, directory.resolve("soon/root"));
        Files.createSymbolicLink(directory.resolve("soon"), directory.resolve("home"));

        assertThatThrownBy(() -> RootCheck.make(checked))
                .isInstanceOf(FilesRefusal.class)
                .hasMessageContaining("a link came into the way");
    }

    private void refused(FolderName name, Path root, Why why) {
        assertThatThrownBy(() -> check.checked(name, root))
                .isInstanceOfSatisfying(
                        FilesRefusal.class, refusal -> assertThat(refusal.why()).isEqualTo(why));
    }
}
