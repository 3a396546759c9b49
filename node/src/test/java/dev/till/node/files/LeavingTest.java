package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.files.scan.Watcher;
import dev.till.node.trust.Fleets;
import dev.till.protocol.file.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile leaves out does not leave the machine, whichever way it might. */
class LeavingTest {
    private static final String SECRET = "the state of an agent";

    @TempDir
    private Path directory;

    private TestDevice a;
    private TestDevice b;

    @BeforeEach
    void open() throws Exception {
        var clock = InstantSource.system();
        var fleet = Fleets.of(directory, clock, List.of("a", "b"));
        a = new TestDevice(directory, fleet.get(0), clock, "ignore = Name *.key\n");
        b = new TestDevice(directory, fleet.get(1), clock, "");
        a.reach(b);
        b.reach(a);
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
    }

    @Test
    void byPlan() throws Exception {
        a.write("data/agent_state.json", SECRET);
        a.write("data/agent_state.json.tmp", SECRET);
        a.write("data/id.key", SECRET);
        a.write("data/fine", "fine");

        assertThat(a.actions()).containsExactly("send data", "send data/fine");
        settle();

        assertNothingLeft();
        assertThat(b.read("data/fine")).contains("fine");
    }

    @Test
    void byWatcher() throws Exception {
        Set<FilePath> touched = ConcurrentHashMap.newKeySet();
        try (var watcher = Watcher.open(a.root, a.work.profile(), news -> touched.addAll(news.paths()))) {
            assertThat(watcher).isNotNull();
            a.write("agent_state.json", SECRET);
            a.write("fine", "fine");
            await().until(() -> touched.contains(TestDevice.path("fine")));
        }
        touched.add(TestDevice.path("agent_state.json"));

        a.work.round(touched);
        settle();

        assertNothingLeft();
        assertThat(b.read("fine")).contains("fine");
    }

    @Test
    void byRename_ofAFileAndOfADirectory() throws Exception {
        a.write("plain", "was plain");
        a.write("dir/x", "was plain too");
        settle();
        Files.move(a.root.resolve("plain"), a.root.resolve("agent_state.json"));
        Files.writeString(a.root.resolve("agent_state.json"), SECRET);
        Files.move(a.root.resolve("dir"), a.root.resolve("models"));
        Files.writeString(a.root.resolve("models/x"), SECRET);

        a.work.round(List.of(
                TestDevice.path("plain"),
                TestDevice.path("agent_state.json"),
                TestDevice.path("dir"),
                TestDevice.path("models"),
                TestDevice.path("models/x")));
        settle();

        assertNothingLeft();
        assertThat(a.told()).doesNotContain("models");
        assertThat(b.root.toFile().list()).containsExactly(".till");
    }

    @Test
    void bySymbolicLink_toItAndToTheDirectoryThatHoldsIt() throws Exception {
        a.write("models/weights", SECRET);
        a.write("agent_state.json", SECRET);
        Files.createSymbolicLink(a.root.resolve("link"), Path.of("agent_state.json"));
        Files.createSymbolicLink(a.root.resolve("way"), Path.of("models"));

        settle();
        a.work.round(List.of(TestDevice.path("way/weights")));
        settle();

        assertThat(b.root.resolve("link")).isSymbolicLink();
        assertThat(b.root.resolve("way")).isSymbolicLink();
        assertThat(b.root.resolve("way/weights")).doesNotExist();
        assertNoContentLeft();
    }

    @Test
    void byAChangedProfile_andAPeerThatAsksForIt_isRefused() throws Exception {
        a.write("private/diary", "before");
        a.round();
        a.meet(b);
        a.restart("ignore = Path private\n");
        Files.writeString(a.root.resolve("private/diary"), SECRET);

        var asked = b.round();
        a.round();
        a.work.round(List.of(TestDevice.path("private/diary")));
        settle();

        assertThat(asked.outcome().undone())
                .anySatisfy(
                        undone -> assertThat(undone.toString()).contains("private/diary", "left out of folder notes"));
        assertThat(b.root.resolve("private/diary")).doesNotExist();
        assertNoContentLeft();
    }

    @Test
    void byALinkThatTakesThePlaceOfWhatWasAgreed() throws Exception {
        a.write("d/agreed", "agreed");
        a.round();
        a.meet(b);
        a.write("models/agreed", SECRET);
        Files.delete(a.root.resolve("d/agreed"));
        Files.delete(a.root.resolve("d"));
        Files.createSymbolicLink(a.root.resolve("d"), Path.of("models"));

        var asked = b.round();

        assertThat(asked.outcome().undone()).isNotEmpty();
        assertNoContentLeft();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(a.told()).doesNotContain("_state").doesNotContain(".key");
        assertThat(b.root.toFile().list((root, name) -> name.contains("_state")))
                .isEmpty();
        assertNoContentLeft();
    }

    private void assertNoContentLeft() throws IOException {
        try (var files = Files.walk(b.root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().as("%s", file).doesNotContain(SECRET);
            }
        }
    }

    private void settle() throws Exception {
        for (int i = 0; i < 3; i++) {
            a.round();
            a.meet(b);
            b.round();
            b.meet(a);
        }
    }
}
