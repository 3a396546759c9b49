package dev.till.node.files.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed.Change;
import dev.till.protocol.file.ContentHash;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgreedTest {
    private static final FolderName NOTES = new FolderName("notes");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<FilePath> PATHS = List.of(
            new FilePath("a"),
            new FilePath("a/it's \"quoted\""),
            new FilePath("a/[1, 2]"),
            new FilePath("ä/\ud83d\ude00.txt"),
            new FilePath("z"));

    @TempDir
    Path directory;

    private Agreed agreed;

    @BeforeEach
    void open() throws IOException {
        agreed = new Agreed(FilesDatabase.open(directory.resolve("files.db")), NOTES);
    }

    @AfterEach
    void close() throws IOException {
        agreed.close();
    }

    @Test
    void rowsOfMany_areThoseOfEach() throws IOException {
        agreed.write(changes(PATHS.subList(0, 4), true));

        var found = agreed.find(PATHS);

        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(PATHS.subList(0, 4));
        for (FilePath path : PATHS.subList(0, 4)) {
            assertThat(agreed.find(path)).contains(found.get(path));
        }
        assertThat(agreed.find(List.of())).isEmpty();
    }

    @Test
    void contentsThatAreHere_areThoseOfFilesThatAreThere() throws IOException {
        agreed.write(changes(PATHS.subList(0, 2), true));
        agreed.write(changes(PATHS.subList(2, 3), false));

        assertThat(agreed.whole(PATHS.stream().map(AgreedTest::hash).toList()))
                .containsExactlyInAnyOrder(hash(PATHS.get(0)), hash(PATHS.get(1)));
        assertThat(agreed.whole(List.of())).isEmpty();
    }

    private static List<Change> changes(List<FilePath> paths, boolean isThere) {
        var changes = new ArrayList<Change>();
        for (FilePath path : paths) {
            var item = new Item.Regular(hash(path), 3, 0644, NOON);
            var version = new FileVersion(item, FileClock.EMPTY, new DeviceName("a"), NOON);
            var stat = isThere
                    ? Optional.of(new Stat(Stat.Kind.FILE, 3, 0644, 1, 2, paths.indexOf(path)))
                    : Optional.<Stat>empty();
            changes.add(new Change(path, version, FileRecord.write(version).json(), stat, List.of()));
        }
        return changes;
    }

    private static ContentHash hash(FilePath path) {
        return new ContentHash(path.value().hashCode(), 1, 2, 3);
    }
}
