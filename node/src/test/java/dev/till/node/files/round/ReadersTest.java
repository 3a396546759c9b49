package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files that are read at a time. */
class ReadersTest {
    /** The first sixteen are read at once, and the last parcel is not full. */
    private static final int FILES = 16 + 16 + 5;

    @TempDir
    private Path directory;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = new Root(directory);
        root.create(new FolderName("notes"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(directory.resolve("f" + i), "x".repeat(i + 1));
        }
    }

    @Test
    void eachFile_isRead_alsoOfAParcelThatIsNotFull() throws IOException {
        try (var readers = new Readers(this::reading)) {
            var asked = ask(readers);

            for (int i = 0; i < FILES; i++) {
                assertThat(readers.await(asked.get(i)).orElseThrow().item())
                        .isInstanceOfSatisfying(Item.Regular.class, sizeOf(i + 1));
            }
        }
    }

    @Test
    void fileThatIsGone_isOfNoMatterToTheOthersOfItsParcel() throws IOException {
        try (var readers = new Readers(this::reading)) {
            var looks = looks();
            Files.delete(directory.resolve("f20"));
            var asked = ask(readers, looks);

            for (int i = 0; i < FILES; i++) {
                assertThat(readers.await(asked.get(i)).isPresent()).isEqualTo(i != 20);
            }
        }
    }

    @Test
    void whatFails_isThrownForEach() throws IOException {
        Supplier<Reading> failing = () -> {
            throw new OutOfMemoryError("no room");
        };
        try (var readers = new Readers(failing)) {
            for (CompletableFuture<Optional<Reading.Mine>> each : ask(readers)) {
                assertThatThrownBy(() -> readers.await(each))
                        .isInstanceOf(OutOfMemoryError.class)
                        .hasMessage("no room");
            }
        }
    }

    private static Consumer<Item.Regular> sizeOf(int bytes) {
        return file -> assertThat(file.size()).isEqualTo(bytes);
    }

    private Reading reading() {
        return new Reading(root, Profile.defaults(SyncMode.TWO_WAY), false, InstantSource.system());
    }

    private List<Stat> looks() throws IOException {
        var looks = new ArrayList<Stat>();
        for (int i = 0; i < FILES; i++) {
            looks.add(Stat.of(directory.resolve("f" + i)));
        }
        return looks;
    }

    private List<CompletableFuture<Optional<Reading.Mine>>> ask(Readers readers) throws IOException {
        return ask(readers, looks());
    }

    private static List<CompletableFuture<Optional<Reading.Mine>>> ask(Readers readers, List<Stat> looks) {
        var asked = new ArrayList<CompletableFuture<Optional<Reading.Mine>>>();
        for (int i = 0; i < FILES; i++) {
            asked.add(readers.read(new FilePath("f" + i), looks.get(i), Optional.empty()));
        }
        return asked;
    }
}
