package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.transfer.Contents.Answer;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers get, and what they never get. */
class GivenTest {
    private static final FolderName NOTES = new FolderName("notes");
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    private Path directory;

    private FilesDatabase database;
    private Path root;
    private Given given;

    @BeforeEach
    void open() throws IOException {
        database = FilesDatabase.open(directory.resolve("files.db"));
        root = Files.createDirectories(directory.resolve("root/dir")).getParent();
        given = new Given(database.another());
        profile("");
    }

    @AfterEach
    void close() throws IOException {
        given.close();
        database.close();
    }

    @Test
    void whatWasAgreed_isGiven() throws IOException {
        var hash = agreed("dir/a.txt", "content");

        assertThat(given.find(NOTES, new FilePath("dir/a.txt"), hash)).isInstanceOf(Answer.Found.class);
    }

    @Test
    void whatTheProfileLeavesOut_isRefused_howeverItWasBefore() throws IOException {
        var hash = agreed("dir/a.txt", "content");
        profile("ignore = Path dir\n");

        assertThat(given.find(NOTES, new FilePath("dir/a.txt"), hash)).isInstanceOf(Answer.Refused.class);
        assertThat(given.cuts(NOTES, new FilePath("dir/a.txt"), hash)).isEmpty();
        assertThat(given.find(NOTES, new FilePath("x_state.json"), hash)).isInstanceOf(Answer.Refused.class);
        assertThat(given.find(new FolderName("other"), new FilePath("a"), hash)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void whatWasNeverAgreed_isNotGiven() throws IOException {
        var hash = agreed("dir/a.txt", "content");
        Files.writeString(root.resolve("b.txt"), "content");

        assertThat(given.find(NOTES, new FilePath("b.txt"), hash)).isInstanceOf(Answer.Gone.class);
        assertThat(given.find(NOTES, new FilePath("dir/a.txt"), new ContentHash(0, 0, 0, 1)))
                .isInstanceOf(Answer.Gone.class);
    }

    @Test
    void linkInThePlaceOfADirectory_leadsToNothing() throws IOException {
        var hash = agreed("dir/a.txt", "content");
        var secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("a.txt"), "secrets");
        Files.delete(root.resolve("dir/a.txt"));
        Files.delete(root.resolve("dir"));
        Files.createSymbolicLink(root.resolve("dir"), secret);

        assertThat(given.find(NOTES, new FilePath("dir/a.txt"), hash)).isInstanceOf(Answer.Gone.class);
    }

    private void profile(String text) throws IOException {
        given.share(new Folder(NOTES, root, SyncMode.TWO_WAY, text, false));
    }

    private ContentHash agreed(String name, String content) throws IOException {
        var file = Files.writeString(root.resolve(name), content);
        var read = new Hasher().read(file, Long.MAX_VALUE);
        var item = new Item.Regular(read.hash(), read.size(), 0644, NOW);
        var version = new FileVersion(item, FileClock.EMPTY.next(new DeviceName("m4")), new DeviceName("m4"), NOW);
        new Agreed(database, NOTES)
                .write(List.of(new Agreed.Change(
                        new FilePath(name),
                        version,
                        FileRecord.write(version).json(),
                        Optional.of(Stat.of(file)),
                        read.chunks())));
        return read.hash();
    }
}
