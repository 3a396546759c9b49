package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.state.Agreed.Change;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files that somebody writes while a round is about to read or to replace them. */
class WrittenMeanwhileTest extends ThreeDevices {
    @Test
    void fileThatChangedSinceThePlan_isLeftAlone() throws Exception {
        a.write("edited", "base");
        a.write("deleted", "base");
        settle();
        a.write("edited", "by a");
        Files.delete(a.root.resolve("deleted"));
        a.round();
        a.meet(b);
        var plan = b.work.plan();
        b.write("edited", "by b meanwhile");
        b.write("deleted", "still wanted");

        var round = b.work.apply(plan.findings(), 0);

        assertThat(round.outcome().undone()).hasSize(2);
        assertThat(b.read("edited")).contains("by b meanwhile");
        assertThat(b.read("deleted")).contains("still wanted");
        settle();
        assertThat(a.read("deleted")).contains("still wanted");
        assertThat(b.conflicts()).hasSize(1);
    }

    /** Between being put in place and being looked at, so that what is remembered of it is that nothing is there. */
    @Test
    void fileThatWasDeletedTheMomentItCame_isDeletedEverywhere() throws Exception {
        a.write("x", "by a");
        settle();
        var row = b.work.agreed().find(TestDevice.path("x")).orElseThrow();
        Files.delete(b.root.resolve("x"));
        b.work.agreed()
                .write(List.of(new Change(row.path(), row.version(), row.record(), Optional.empty(), List.of())));

        settle();

        assertThat(a.read("x")).isEmpty();
        assertThat(b.read("x")).isEmpty();
        assertThat(a.conflicts()).isEmpty();
    }

    @Test
    void directoryThatWasAwayForARound_isLookedAtWhenItIsBack() throws Exception {
        later = Duration.ofSeconds(5);
        a.write("d/x", "by a");
        settle();
        var paths = Set.of(TestDevice.path("d"), TestDevice.path("d/x"));
        assertThat(b.work.changedByOthers(paths)).isEmpty();
        var aside = b.root.resolveSibling("aside");
        Files.move(b.root.resolve("d"), aside);
        b.work.round(List.of(TestDevice.path("d")));

        Files.move(aside, b.root.resolve("d"));

        assertThat(b.work.changedByOthers(paths)).isEqualTo(paths);
    }

    @Test
    void largeFileThatIsStillWritten_waits() throws Exception {
        Files.write(a.root.resolve("large"), new byte[LARGE]);
        var path = List.of(TestDevice.path("large"));

        var first = a.work.round(path);
        later = Duration.ofSeconds(2);
        var second = a.work.round(path);

        assertThat(first.outcome().done()).isZero();
        assertThat(first.outcome().undone()).hasSize(1);
        assertThat(second.outcome().done()).isEqualTo(1);
    }

    @Test
    void writerWhoStillHasTheReplacedFileOpen_findsItsWordsInTheTrash() throws Exception {
        a.write("x", "base");
        settle();
        try (var writer = Files.newBufferedWriter(b.root.resolve("x"), StandardOpenOption.APPEND)) {
            a.write("x", "by a");
            settle();
            writer.write(", and words that came late");
        }

        assertThat(b.read("x")).contains("by a");
        var trashed = b.work.diary().newestTrashed(TestDevice.path("x")).orElseThrow();
        assertThat(b.root.resolve(".till/trash").resolve(trashed.file())).hasContent("base, and words that came late");
    }
}
