package dev.till.node.files.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTest {
    @TempDir
    private Path directory;

    private Root root;
    private Path outside;

    @BeforeEach
    void create() throws IOException {
        root = new Root(directory.resolve("root"));
        root.create(new FolderName("notes"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "untouched");
    }

    @Test
    void placing_replacesInOneStepAndCreatesNoDirectories() throws IOException {
        Files.writeString(root.path().resolve("a"), "old");

        root.place(staged("new"), new FilePath("a"));

        assertThat(root.path().resolve("a")).hasContent("new");
        var fresh = staged("new");
        assertThatThrownBy(() -> root.place(fresh, new FilePath("no/such"))).isInstanceOf(IOException.class);
    }

    @Test
    void linkInTheWay_makesEveryChangeFail() throws IOException {
        Files.createSymbolicLink(root.path().resolve("way"), outside);
        var through = new FilePath("way/precious");
        var staged = staged("stolen");

        assertThatThrownBy(() -> root.place(staged, through)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> root.discard(through, "x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> root.makeDirectory(new FilePath("way/new"), 0755))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> root.removeDirectory(new FilePath("way/precious")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> root.adorn(through, new Item.Directory(0777))).isInstanceOf(IOException.class);

        assertThat(outside).isDirectoryContaining(file -> file.endsWith("precious"));
        assertThat(outside.toFile().list()).hasSize(1);
        assertThat(outside.resolve("precious")).hasContent("untouched");
    }

    @Test
    void linkAtThePath_isReplacedAndNotFollowed() throws IOException {
        Files.createSymbolicLink(root.path().resolve("a"), outside.resolve("precious"));

        root.place(staged("new"), new FilePath("a"));

        assertThat(Files.isSymbolicLink(root.path().resolve("a"))).isFalse();
        assertThat(outside.resolve("precious")).hasContent("untouched");
    }

    @Test
    void discarding_keepsTheFileInTheTrash() throws IOException {
        Files.writeString(root.path().resolve("a"), "kept");

        root.discard(new FilePath("a"), "1-1-a");

        assertThat(root.path().resolve("a")).doesNotExist();
        assertThat(root.trash().resolve("1-1-a")).hasContent("kept");
    }

    @Test
    void keeping_leavesTheFileWhereItIsToo() throws IOException {
        Files.writeString(root.path().resolve("a"), "kept");

        root.keep(new FilePath("a"), "1-1-a");

        assertThat(root.path().resolve("a")).hasContent("kept");
        assertThat(root.trash().resolve("1-1-a")).hasContent("kept");
    }

    @Test
    void keepingWhatLiesBehindALink_givesItNoSecondName() throws IOException {
        Files.createSymbolicLink(root.path().resolve("way"), outside);

        assertThatThrownBy(() -> root.keep(new FilePath("way/precious"), "1-1-a"))
                .isInstanceOf(IOException.class);

        assertThat(root.trash()).isEmptyDirectory();
        assertThat(Stat.names(outside.resolve("precious"))).isEqualTo(1);
    }

    @Test
    void directoriesWithSomethingInThem_stay() throws IOException {
        root.makeDirectory(new FilePath("d"), 0750);
        Files.writeString(root.path().resolve("d/x"), "x");

        assertThatThrownBy(() -> root.removeDirectory(new FilePath("d")))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(root.path().resolve("d"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void mark_tellsARootFromAnEmptyDirectory() throws IOException {
        assertThat(root.marked()).contains(new FolderName("notes"));
        assertThat(new Root(outside).marked()).isEmpty();
    }

    @Test
    void permissionBits_areThoseOfTheSystem() {
        assertThat(PosixFilePermissions.toString(Root.permissions(0754))).isEqualTo("rwxr-xr--");
        assertThat(Root.permissions(0)).isEmpty();
    }

    private Path staged(String content) throws IOException {
        return Files.writeString(Files.createTempFile(root.stage(), "f", ""), content);
    }
}
