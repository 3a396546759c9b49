package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories in a folder of two devices, with the real git on both sides. */
class GitFoldersTest {
    @TempDir
    private Path directory;

    private TestDevice a;
    private TestDevice b;

    @BeforeEach
    void open() throws Exception {
        var devices = TestDevice.fleet(directory, "git = fast-forward\n", "a", "b");
        a = devices.get(0);
        b = devices.get(1);
        a.reach(b);
        b.reach(a);
        git(a, ".", "init", "-q", "-b", "main", "proj");
        commit(a, "one.txt", "first");
        commit(a, "two.txt", "second");
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
    }

    @Test
    void roundTrip_givesBothTheSameLog_andOnlyWhatIsNewTravels() throws Exception {
        var random = new byte[1 << 20];
        new java.util.Random(5).nextBytes(random);
        Files.write(a.root.resolve("proj/large"), random);
        commit(a, "three.txt", "third");
        git(a, "proj", "tag", "v1");
        a.write("beside.txt", "a plain file");
        var first = settle();
        assertThat(log(b)).isEqualTo(log(a)).contains("first", "third");
        assertThat(b.read("beside.txt")).contains("a plain file");
        assertThat(b.read("proj/two.txt")).contains("second");
        assertThat(git(b, "proj", "rev-parse", "refs/till/a/tags/v1")).isEqualTo(git(a, "proj", "rev-parse", "v1"));

        commit(b, "four.txt", "fourth");
        var second = settle();

        assertThat(log(a)).isEqualTo(log(b)).contains("fourth");
        assertThat(a.read("proj/four.txt")).contains("fourth");
        assertThat(first).isGreaterThan(random.length);
        assertThat(second).isBetween(1L, 4096L);
        assertThat(a.registers.page("files/notes/proj", java.util.Optional.empty()))
                .as("neither its files nor .git travel as files")
                .isEmpty();
        assertThat(a.root.resolve(".till/bundles")).isEmptyDirectory();
    }

    @Test
    void worktreeThatIsDirtyOrHasGoneAnotherWay_isNotTouched() throws Exception {
        settle();
        b.write("proj/one.txt", "not committed");
        commit(a, "three.txt", "third");
        settle();
        assertThat(b.read("proj/one.txt")).contains("not committed");
        assertThat(log(b)).doesNotContain("third");
        assertThat(undone(b)).contains("not committed");
        assertThat(git(b, "proj", "rev-parse", "refs/till/a/heads/main"))
                .isEqualTo(git(a, "proj", "rev-parse", "main"));

        git(b, "proj", "checkout", "-q", "one.txt");
        commit(b, "mine.txt", "another way");
        settle();

        assertThat(log(b)).contains("another way").doesNotContain("third");
        assertThat(log(a)).contains("third").doesNotContain("another way");
        assertThat(undone(b)).contains("has gone another way");
        assertThat(git(a, "proj", "log", "--format=%s", "refs/till/b/heads/main"))
                .contains("another way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.lock", "refs/heads/x.lock", "MERGE_HEAD", "rebase-merge", "BISECT_LOG", "gc.pid"})
    void repositoryInUse_isLeftAlone_andTheReasonIsSaid(String sign) throws Exception {
        settle();
        var before = log(b);
        commit(a, "three.txt", "third");
        a.round();
        a.meet(b);
        Files.createFile(b.root.resolve("proj/.git").resolve(sign));

        assertThat(undone(b)).contains(sign);

        assertThat(log(b)).isEqualTo(before);
        Files.delete(b.root.resolve("proj/.git").resolve(sign));
        Files.createFile(a.root.resolve("proj/.git").resolve(sign));
        assertThat(undone(b)).as("the giver is at work").contains(sign);
        Files.delete(a.root.resolve("proj/.git").resolve(sign));
        settle();
        assertThat(log(b)).isEqualTo(log(a));
    }

    @Test
    void treeThatWouldWriteIntoDotGit_staysInTheQuarantine() throws Exception {
        settle();
        var blob = git(a, "proj", "hash-object", "-w", "one.txt");
        var tree = run(a, "proj", "100644 blob " + blob + "\t.git\n", "mktree");
        var evil = git(a, "proj", "commit-tree", "-m", "evil", "-p", "main", tree);
        git(a, "proj", "update-ref", "refs/heads/main", evil);
        a.round();
        a.meet(b);

        assertThat(undone(b)).contains(".git");

        assertThat(git(b, "proj", "log", "--format=%s", "refs/till/a/heads/main"))
                .doesNotContain("evil");
        assertThat(log(b)).doesNotContain("evil");
        assertThat(b.root.resolve(".till/stage")).isEmptyDirectory();
    }

    @Test
    void directoryThatIsNoRepositoryHere_isNotMadeOne() throws Exception {
        b.write("proj/own.txt", "of b");

        settle();

        assertThat(undone(b)).contains("no repository here");
        assertThat(b.read("proj/own.txt")).contains("of b");
        assertThat(b.root.resolve("proj/.git")).doesNotExist();
    }

    private String undone(TestDevice device) throws Exception {
        return device.round().outcome().undone().toString();
    }

    private void commit(TestDevice device, String file, String message) throws Exception {
        device.write("proj/" + file, message);
        git(device, "proj", "add", "-A");
        git(device, "proj", "commit", "-q", "-m", message);
    }

    private String log(TestDevice device) throws Exception {
        return git(device, "proj", "log", "--format=%H %an %ad %s", "main");
    }

    private String git(TestDevice device, String below, String... words) throws Exception {
        return run(device, below, "", words);
    }

    private String run(TestDevice device, String below, String input, String... words) throws Exception {
        var command = new ArrayList<>(
                List.of("git", "-c", "user.name=" + device.work.self(), "-c", "user.email=x@example.org"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .directory(device.root.resolve(below).toFile())
                .redirectErrorStream(true)
                .start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        return text.strip();
    }

    /** Both do all they can, and meet; answers how many bytes of contents came. */
    private long settle() throws Exception {
        long received = 0;
        for (int i = 0; i < 3; i++) {
            received += a.round().received();
            a.meet(b);
            received += b.round().received();
            b.meet(a);
        }
        return received;
    }
}
