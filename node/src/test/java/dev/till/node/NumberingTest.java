package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.JournalCommand.Remembered;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a home, a sequence number that others may have seen is never given to something else. */
final class NumberingTest {
    private static final DeviceId SELF = StorageFixture.SELF;

    @TempDir
    Path directory;

    @Test
    void newDevice_numbersUnderItsOwnIdAndGoesOnAfterARestart() throws IOException {
        var home = directory.resolve("home");
        try (var node = new StorageFixture(home)) {
            assertThat(write(node, "1")).isEqualTo(new Dot(SELF, 1));
        }
        try (var node = new StorageFixture(home)) {
            assertThat(write(node, "2")).isEqualTo(new Dot(SELF, 2));
            assertThat(state(node).warning()).isEmpty();
        }
    }

    @Test
    void olderCopy_numbersAnewAndTakesItsLostWritesBack() throws IOException {
        var home = directory.resolve("home");
        var copy = directory.resolve("copy");
        Datagram lost;
        try (var node = new StorageFixture(home)) {
            write(node, "1");
        }
        copy(home, copy);
        try (var node = new StorageFixture(home)) {
            lost = put(node, "2");
        }

        try (var node = new StorageFixture(copy)) {
            var dot = write(node, "3");

            assertThat(dot.device()).isNotEqualTo(SELF);
            assertThat(dot.device().isOriginOf(SELF)).isTrue();
            assertThat(dot.seq()).isEqualTo(1);
            assertThat(state(node).warning()).get().asString().contains("numbered anew", "restored, or is a copy");
            assertThat(appendRemote(node, lost).records()).hasSize(1);
            assertThat(node.value("a", "x")).contains("3");
        }
        try (var again = new StorageFixture(copy)) {
            assertThat(state(again).warning()).isEmpty();
            assertThat(write(again, "4").seq()).isEqualTo(2);
        }
    }

    @Test
    void copyThatNeverWrote_isStillACopyAtItsNextStart() throws IOException {
        var home = directory.resolve("home");
        var copy = directory.resolve("copy");
        try (var node = new StorageFixture(home)) {
            write(node, "1");
        }
        copy(home, copy);
        new StorageFixture(copy).close();

        try (var node = new StorageFixture(copy)) {
            assertThat(write(node, "2").device()).isNotEqualTo(SELF);
        }
    }

    @Test
    void tornTail_isNotCountedOnBehind() throws IOException {
        var home = directory.resolve("home");
        try (var node = new StorageFixture(home)) {
            write(node, "1");
            write(node, "2");
        }
        Files.delete(home.resolve("store.db"));
        try (var segment = new RandomAccessFile(segment(home, 1).toFile(), "rw")) {
            segment.setLength(segment.length() - 1);
        }
        // A start that writes nothing must not make the next one forget that something is missing.
        new StorageFixture(home).close();

        try (var node = new StorageFixture(home)) {
            var dot = write(node, "3");

            assertThat(dot.device()).isNotEqualTo(SELF);
            assertThat(state(node).applied().of(SELF).ranges()).containsExactly(new SeqRange(1, 1));
        }
        try (var node = new StorageFixture(home)) {
            assertThat(state(node).warning()).isEmpty();
            assertThat(write(node, "4").seq()).isEqualTo(2);
        }
    }

    @Test
    void journalThatIsGone_doesNotBringTheNumbersBackToOne() throws IOException {
        var home = directory.resolve("home");
        try (var node = new StorageFixture(home)) {
            write(node, "1");
        }
        Files.writeString(home.resolve("device.key"), "the device is known to have been");
        Files.delete(segment(home, 1));
        Files.delete(home.resolve("store.db"));

        try (var node = new StorageFixture(home)) {
            assertThat(write(node, "2").device()).isNotEqualTo(SELF);
        }
    }

    @Test
    void ownNumbersFromElsewhere_endTheOriginBeforeTheyAreTakenIn() throws IOException {
        var home = directory.resolve("home");
        var rolledBack = directory.resolve("rolled-back");
        Datagram later;
        try (var node = new StorageFixture(home)) {
            write(node, "1");
        }
        copy(home, rolledBack);
        try (var node = new StorageFixture(home)) {
            later = put(node, "2");
        }
        // A file system that was set back leaves no trace: the old bytes are in the very same file.
        Files.write(segment(home, 1), Files.readAllBytes(segment(rolledBack, 1)));
        Files.delete(home.resolve("store.db"));

        try (var node = new StorageFixture(home)) {
            assertThat(appendRemote(node, later).records()).hasSize(1);
            assertThat(write(node, "3").device()).isNotEqualTo(SELF);
        }
        try (var node = new StorageFixture(home)) {
            assertThat(write(node, "4").seq()).isEqualTo(2);
        }
    }

    @Test
    void rememberedNumbersThatWereNeverGivenOut_endTheOrigin() throws IOException {
        try (var node = new StorageFixture(directory.resolve("home"))) {
            write(node, "1");
            node.actors().journal().tell(new Remembered(DotSet.EMPTY.plus(SELF, new SeqRange(1, 1))));
            assertThat(write(node, "2")).isEqualTo(new Dot(SELF, 2));

            node.actors().journal().tell(new Remembered(DotSet.EMPTY.plus(SELF, new SeqRange(3, 3))));

            assertThat(write(node, "3").device()).isNotEqualTo(SELF);
        }
    }

    private static Dot write(StorageFixture node, String json) {
        return put(node, json).dot();
    }

    private static Datagram put(StorageFixture node, String json) {
        return ((Written.Done) node.put("a", "x", json)).records().get(0).datagram();
    }

    private static JournalState state(StorageFixture node) {
        return node.ask(node.actors().journal(), JournalCommand.Describe::new);
    }

    private static Appended.Done appendRemote(StorageFixture node, Datagram datagram) {
        Appended appended = node.ask(
                node.actors().journal(),
                replyTo -> new AppendRemote(List.of(datagram), new DeviceId(9, 0, 0), replyTo));
        return (Appended.Done) appended;
    }

    private static Path segment(Path home, long revision) {
        return home.resolve("journal").resolve(String.format("%019d.segment", revision));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
