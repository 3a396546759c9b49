package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.file.sync.Tally;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes of many paths, part by part. */
class PartsTest {
    private static final DeviceName PI = new DeviceName("pi");
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private final List<Integer> compared = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> judged = new ArrayList<>();

    @Test
    void few_areJudgedBeforeAnyOfThemIsGiven() throws IOException {
        try (var parts = new Parts(paths(10), this::compare, this::judge)) {
            assertThat(parts.isOne()).isTrue();
            assertThat(parts.next()).hasSize(10);
            assertThat(judged).containsExactly(5);
            assertThat(parts.next()).isEmpty();
        }
    }

    @Test
    void many_comeInOrder_andDeletionsAllTogetherAtTheEnd() throws IOException {
        var paths = paths(1200);
        var others = new ArrayList<FilePath>();
        List<Finding> last;
        try (var parts = new Parts(paths, this::compare, this::judge)) {
            assertThat(parts.isOne()).isFalse();
            for (last = parts.next(); judged.isEmpty(); last = parts.next()) {
                assertThat(last).noneMatch(Finding::deletes);
                last.forEach(finding -> others.add(finding.path()));
            }
            assertThat(parts.next()).isEmpty();
            assertThat(parts.conflicts()).isEqualTo(3);
        }

        assertThat(judged).containsExactly(600);
        assertThat(last).hasSize(600).allMatch(Finding::deletes);
        assertThat(others).hasSize(600).isSorted();
        assertThat(compared).containsExactly(512, 512, 176);
    }

    @Test
    void ofFew_aRefusalKeepsAll() throws IOException {
        try (var parts = new Parts(paths(10), this::compare, this::refuse)) {
            assertThatThrownBy(parts::next).hasMessage("too many");
        }
    }

    @Test
    void ofMany_aRefusalKeepsTheDeletions_andIsToldAtTheEnd() throws IOException {
        try (var parts = new Parts(paths(600), this::compare, this::refuse)) {
            int given = 0;
            for (var part = parts.next(); !part.isEmpty(); part = parts.next()) {
                assertThat(part).noneMatch(Finding::deletes);
                given += part.size();
            }
            assertThat(given).isEqualTo(300);
            assertThatThrownBy(parts::requireAllowed).hasMessage("too many");
        }
    }

    @Test
    void partThatCannotBeCompared_isToldOfOnce() throws IOException {
        try (var parts = new Parts(paths(600), this::compareOne, this::judge)) {
            parts.next();
            assertThatThrownBy(parts::next).hasMessage("no more");
        }
    }

    private static List<FilePath> paths(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new FilePath("f%05d".formatted(number)))
                .toList();
    }

    /** Every second one is a deletion. */
    private Plan compare(List<FilePath> paths) {
        compared.add(paths.size());
        var findings = new ArrayList<Finding>();
        for (FilePath path : paths) {
            boolean even = Integer.parseInt(path.value().substring(1)) % 2 == 0;
            Item item = even ? Item.Absent.NOTHING : new Item.Regular(new ContentHash(1, 2, 3, 4), 1, 0644, NOW);
            var version = new FileVersion(item, FileClock.EMPTY.next(PI), PI, NOW);
            Item mine = even ? new Item.Regular(new ContentHash(4, 3, 2, 1), 1, 0644, NOW) : Item.Absent.NOTHING;
            findings.add(new Finding(
                    path, Optional.empty(), mine, List.of(), Optional.empty(), List.of(), new Step.Take(version, "")));
        }
        return new Plan(findings, 1, List.of(), List.of(), List.of(), new Tally(0, 0, 0, 0, 0), false, List.of());
    }

    private Plan compareOne(List<FilePath> paths) throws IOException {
        if (!compared.isEmpty()) {
            throw new IOException("no more");
        }
        return compare(paths);
    }

    private void judge(List<Finding> deletions) {
        judged.add(deletions.size());
    }

    private void refuse(List<Finding> deletions) throws IOException {
        throw new IOException("too many");
    }
}
