package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.round.Source;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.transfer.BulkServer;
import dev.till.node.files.transfer.Contents;
import dev.till.node.message.Assignment;
import dev.till.node.trust.FleetTls;
import dev.till.node.trust.Fleets;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device of the fleet that lies about its files: it gets nothing placed, and nothing outside the root is touched. */
class HostileSenderTest {
    private static final int LARGE = 3 << 20;

    @TempDir
    private Path directory;

    private TestDevice victim;
    private TrustStore liar;
    private BulkServer server;
    private Path outside;
    private Path given;
    private List<Chunk> cuts = List.of();

    @BeforeEach
    void open() throws Exception {
        var fleet = Fleets.of(directory, InstantSource.system(), List.of("liar", "victim"));
        liar = fleet.get(0);
        victim = new TestDevice(directory, fleet.get(1), InstantSource.system(), "");
        server = BulkServer.open(
                new FleetTls(liar.key(), liar::membership), new Lies(), InetAddress.getLoopbackAddress(), 0);
        victim.registers.reach(new Source(liar.self(), liar.name(), "127.0.0.1", server.port()));
        given = directory.resolve("given");
        give(new byte[0]);
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("x"), "precious");
    }

    @AfterEach
    void close() throws IOException {
        victim.close();
        server.close();
    }

    @Test
    void wrongContents_smallAndLarge_areDroppedAndLeaveNothing() throws Exception {
        give(new byte[LARGE]);
        tell("small", new ContentHash(1, 2, 3, 4), 100);
        tell("large", new ContentHash(5, 6, 7, 8), LARGE);

        var round = victim.round();

        assertThat(round.outcome().done()).isZero();
        assertThat(round.outcome().undone()).hasSize(2);
        assertNothingPlaced();
    }

    /** One chunk of zeros, named again and again, makes a short list a long file. */
    @Test
    void chunkListThatBlowsUp_isBoundedByWhatWasToldAndLeavesNothing() throws Exception {
        var zeros = give(new byte[1 << 20]);
        try (var sparse = new RandomAccessFile(given.toFile(), "rw")) {
            sparse.setLength(64L << 20);
        }
        cuts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            cuts.add(new Chunk(zeros, (long) i << 20, 1 << 20));
        }
        tell("bomb", new ContentHash(1, 2, 3, 4), 64L << 20);

        var round = victim.round();

        assertThat(round.outcome().done()).isZero();
        assertNothingPlaced();
        assertThat(victim.root.resolve(".till/stage")).as("no part of it stays").isEmptyDirectory();
    }

    @Test
    void chunkListsThatDoNotFit_areRefusedBeforeTheyAreHeld() throws Exception {
        give(new byte[1]);
        for (var list : List.of(
                Collections.nCopies(1 << 20, new Chunk(new ContentHash(1, 1, 1, 1), 0, 3)),
                Collections.nCopies(5, new Chunk(new ContentHash(1, 1, 1, 1), 0, 1 << 20)),
                List.of(new Chunk(new ContentHash(1, 1, 1, 1), 0, LARGE)))) {
            cuts = list;
            tell("large", new ContentHash(5, 6, 7, 8), LARGE);

            assertThat(victim.round().outcome().done()).isZero();
            assertNothingPlaced();
        }
    }

    @Test
    void pathsThatLeadOut_andNamesOfTenKilobytes_areLeftOutAndSaid() throws Exception {
        var paths = List.of(
                "../outside/x",
                "a/../../outside/x",
                "/etc/passwd",
                ".till/folder",
                ".till/trash/x",
                "n".repeat(10 << 10),
                ("n".repeat(250) + "/").repeat(40) + "x",
                "back\\slash",
                "nul",
                "e\u0301");
        int told = 0;
        for (String path : paths) {
            try {
                raw(path, record(new Item.Directory(0755), 1));
                told++;
            } catch (IllegalArgumentException refusedAsARegister) {
                // It does not even get into the journal.
            }
        }
        raw("good", record(new Item.Directory(0755), 1));

        victim.round();

        assertThat(told).isPositive();
        assertThat(victim.problems()).hasSizeGreaterThanOrEqualTo(told);
        assertThat(victim.root.toFile().list()).containsExactlyInAnyOrder(".till", "good");
        assertThat(victim.root.resolve(".till/folder")).hasContent("notes");
        assertOutsideUntouched();
    }

    /** Somebody on the victim's machine swaps a directory for a link while files below it are replaced and deleted. */
    @Test
    void linkThatIsSwappedInDuringApply_leadsNowhere() throws Exception {
        var way = victim.root.resolve("d");
        var aside = directory.resolve("aside");
        var link = Files.createSymbolicLink(directory.resolve("link"), outside);
        var over = new AtomicBoolean();
        var failure = new AtomicReference<Exception>();
        tell("d/x", give(new byte[] {1}), 1);
        var swapper = new Thread(() -> {
            try {
                while (!over.get()) {
                    if (Files.isDirectory(way, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        Files.move(way, aside);
                        Files.copy(link, way, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                        Files.delete(way);
                        Files.move(aside, way, StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            } catch (IOException e) {
                failure.set(e);
            }
        });
        Files.createDirectories(way);
        swapper.start();
        try {
            for (int round = 0; round < 150; round++) {
                tell("d/x", give(new byte[] {2, (byte) round}), 2, round + 2L);
                try {
                    victim.work.round(List.of(TestDevice.path("d/x")));
                } catch (IOException e) {
                    // What it meets on the way is not what it looked at; it says so and changes nothing.
                }
                assertOutsideUntouched();
            }
        } finally {
            over.set(true);
            swapper.join();
        }
        assertThat(failure.get()).as("the swapper").isNull();
        assertOutsideUntouched();
    }

    private void assertNothingPlaced() {
        assertThat(victim.root.toFile().list()).containsExactly(".till");
        assertThat(victim.root.resolve(".till/trash")).isEmptyDirectory();
        assertOutsideUntouched();
    }

    private void assertOutsideUntouched() {
        assertThat(outside.toFile().list()).containsExactly("x");
        assertThat(outside.resolve("x")).hasContent("precious");
        try {
            assertThat(Stat.names(outside.resolve("x"))).as("names of it").isEqualTo(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is given from now on, whatever is asked for. */
    private ContentHash give(byte[] content) throws IOException {
        Files.write(given, content);
        return ContentHash.of(Hasher.sha256().digest(content));
    }

    private void tell(String path, ContentHash hash, long size) throws IOException {
        tell(path, hash, size, 1);
    }

    private void tell(String path, ContentHash hash, long size, long count) throws IOException {
        raw(path, record(new Item.Regular(hash, size, 0644, Instant.EPOCH), count));
    }

    private String record(Item item, long count) {
        var clock = FileClock.EMPTY;
        var name = new DeviceName("liar");
        for (long i = 0; i < count; i++) {
            clock = clock.next(name);
        }
        return FileRecord.write(new FileVersion(item, clock, name, Instant.EPOCH))
                .json();
    }

    private void raw(String path, String json) throws IOException {
        victim.registers.write(
                List.of(Assignment.now(RegisterKey.of("files/notes/" + path, FileRecord.FIELD), new Value(json))));
    }

    /** Has whatever is asked for, and it is never what it should be. */
    private final class Lies implements Contents {
        @Override
        public Answer find(FolderName folder, FilePath path, ContentHash hash) {
            return new Answer.Found(unused -> Files.newByteChannel(given), Long.MAX_VALUE);
        }

        @Override
        public Optional<List<Chunk>> cuts(FolderName folder, FilePath path, ContentHash hash) {
            return Optional.of(cuts);
        }

        @Override
        public Answer bundle(FolderName folder, Optional<FilePath> path, List<String> known) {
            return new Answer.Gone();
        }
    }
}
