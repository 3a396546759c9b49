package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Change;
import dev.till.node.files.state.FilesDatabase;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettlingTest {
    private static final FolderName NOTES = new FolderName("notes");
    private static final FilePath FIRST = new FilePath("first");
    private static final FilePath SECOND = new FilePath("second");
    private static final Stat STAT = new Stat(Stat.Kind.DIRECTORY, 0, 0700, 1, 2, 3);

    @TempDir
    private Path directory;

    private final Placed placed = new Placed();
    private Root root;
    private Agreed agreed;
    private Settling settling;

    @BeforeEach
    void open() throws IOException {
        root = new Root(directory.resolve("root"));
        root.create(NOTES);
        agreed = new Agreed(FilesDatabase.open(directory.resolve("files.db")), NOTES);
        settling = new Settling(new Stage(root.stage()), agreed, placed, new Growth(root));
    }

    @AfterEach
    void close() throws IOException {
        settling.close();
        agreed.close();
    }

    @Test
    void whatWasPlaced_isWrittenDownOnlyWhenSettled() throws IOException {
        place(FIRST);
        assertThat(agreed.find(FIRST)).isEmpty();

        settling.settle();

        assertThat(agreed.find(FIRST)).isPresent();
        assertThat(placed.isStill(FIRST, Optional.of(STAT))).isTrue();
    }

    @Test
    void onlyBatchesThatASyncCovers_areWrittenDownBehind() throws IOException {
        place(FIRST);
        place(SECOND);
        settling.begin(OptionalLong.of(0));
        settling.begin(OptionalLong.of(1));
        settling.begin(OptionalLong.of(1));
        assertThat(agreed.find(FIRST)).isPresent();
        assertThat(agreed.find(SECOND)).isEmpty();

        settling.begin(OptionalLong.of(2));
        settling.settle();

        assertThat(agreed.find(SECOND)).isPresent();
    }

    @Test
    void withoutASyncOfAll_eachSyncsItsDirectories() throws IOException {
        place(FIRST);
        place(SECOND);

        settling.begin(OptionalLong.empty());
        settling.begin(OptionalLong.of(2));

        assertThat(agreed.find(List.of(FIRST, SECOND))).hasSize(2);
    }

    @Test
    void noMoreThanAFew_wait() throws IOException {
        place(FIRST);
        for (int i = 0; i < 3; i++) {
            place(SECOND);
        }

        assertThat(agreed.find(FIRST)).isPresent();
    }

    @Test
    void afterAFailure_whatCameBeforeItIsWrittenDown() throws IOException {
        place(FIRST);
        settling.begin(OptionalLong.of(1));
        place(SECOND);
        var failure = new IOException("the disk is full");

        settling.after(failure);

        assertThat(agreed.find(List.of(FIRST, SECOND))).hasSize(2);
        assertThat(failure).hasNoSuppressedExceptions();
    }

    @Test
    void whatCannotBeWrittenDown_isToldOfBesideTheFailure() throws IOException {
        place(FIRST);
        agreed.close();
        var failure = new IOException("the disk is full");

        settling.after(failure);

        assertThat(failure.getSuppressed()).hasSize(1);
    }

    private void place(FilePath path) throws IOException {
        var version = new FileVersion(
                new Item.Directory(0700), FileClock.EMPTY, new DeviceName("pi"), Instant.parse("2026-01-01T12:00:00Z"));
        var record = FileRecord.write(version).json();
        settling.placed(
                List.of(root.path()),
                List.of(new Change(path, version, record, Optional.of(STAT), List.of())),
                List.of());
    }
}
