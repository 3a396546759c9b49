package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.tcfs.TcfsStore;
import dev.till.node.trust.Fleets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcfsImportTest {
    @TempDir
    private Path directory;

    private TestDevice device;
    private Path store;

    @BeforeEach
    void open() throws Exception {
        device = new TestDevice(
                directory,
                Fleets.of(directory, InstantSource.system(), List.of("a")).get(0),
                InstantSource.system(),
                "");
        store = directory.resolve("bucket/default");
        for (String part : List.of("index", "manifests", "chunks")) {
            Files.createDirectories(store.resolve(part));
        }
    }

    @AfterEach
    void close() throws IOException {
        device.close();
    }

    @Test
    void hashes_areThoseThatBlake3IsPublishedWith() throws IOException {
        assertThat(hash("")).isEqualTo("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assertThat(hash("abc")).isEqualTo("6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
    }

    @Test
    void filesOfBothVersions_areImportedOnce_withTheTimeTheyWereWritten() throws Exception {
        put("deep/er/two.txt", 2, "first chunk, ", "second chunk");
        put("one.txt", 1, "of the first version");
        put("empty", 2);

        assertThat(device.work.importTcfs(store).outcome().undone()).isEmpty();

        assertThat(device.read("deep/er/two.txt")).contains("first chunk, second chunk");
        assertThat(device.read("one.txt")).contains("of the first version");
        assertThat(device.read("empty")).contains("");
        assertThat(Files.getLastModifiedTime(device.root.resolve("deep/er/two.txt"))
                        .toInstant())
                .isEqualTo(Instant.ofEpochSecond(1767355200));
        var again = device.work.importTcfs(store).outcome();
        assertThat(again.done()).isZero();
        assertThat(again.undone()).isEmpty();
    }

    @Test
    void whatIsSpoiledTornOrInTheWay_isSaid_andTheRestIsImported() throws Exception {
        put("good", 2, "good");
        put("spoiled", 2, "what it was");
        Files.writeString(store.resolve("chunks").resolve(hash("what it was")), "what it is");
        put("torn", 2, "torn");
        Files.writeString(store.resolve("manifests").resolve(hash("torn")), "{\"version\": 2, \"chu");
        put("there", 2, "of the store");
        device.write("there", "of the folder");
        put("agent_state.json", 2, "never");
        put("aux.txt", 2, "never");
        Files.writeString(store.resolve("index/way"), "manifest_hash=../../../secret\nsize=1\nchunks=1\n");

        var outcome = device.work.importTcfs(store).outcome();

        assertThat(outcome.done()).isEqualTo(1);
        assertThat(outcome.undone()).hasSize(6);
        assertThat(device.read("good")).contains("good");
        assertThat(device.read("there")).contains("of the folder");
        assertThat(device.root.toFile().list()).containsExactlyInAnyOrder(".till", "good", "there");
    }

    @Test
    void directoryThatIsNoStore_isRefused() {
        assertThatThrownBy(() -> device.work.importTcfs(directory))
                .isInstanceOf(FilesRefusal.class)
                .hasMessageContaining("no tcfs store");
    }

    private void put(String path, int version, String... chunks) throws IOException {
        var names = new java.util.ArrayList<String>();
        for (String chunk : chunks) {
            names.add(hash(chunk));
            Files.writeString(store.resolve("chunks").resolve(hash(chunk)), chunk);
        }
        var whole = String.join("", chunks);
        var index = store.resolve("index").resolve(path);
        Files.createDirectories(index.getParent());
        Files.writeString(
                index, "manifest_hash=%s\nsize=%d\nchunks=%d\n".formatted(hash(whole), whole.length(), chunks.length));
        var manifest = version == 1
                ? String.join("\n", names) + "\n"
                : """
                {
                  "version": 2,
                  "file_hash": "%s",
                  "file_size": %d,
                  "chunks": [%s],
                  "vclock": {"clocks": {"yoga": 1}},
                  "written_by": "yoga",
                  "written_at": 1767355200,
                  "rel_path": "%s"
                }
                """.formatted(
                                hash(whole),
                                whole.length(),
                                names.isEmpty() ? "" : "\"" + String.join("\", \"", names) + "\"",
                                path);
        Files.writeString(store.resolve("manifests").resolve(hash(whole)), manifest);
    }

    private static String hash(String text) throws IOException {
        return TcfsStore.hash(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
