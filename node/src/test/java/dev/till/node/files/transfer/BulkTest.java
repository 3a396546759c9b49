package dev.till.node.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.transfer.BulkClient.Receiver;
import dev.till.node.files.transfer.BulkClient.Wanted;
import dev.till.node.trust.FleetTls;
import dev.till.node.trust.Fleets;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents between two devices over real TLS on loopback, with a giver that may lie. */
class BulkTest {
    private static final FolderName NOTES = new FolderName("notes");
    private static final Pace FREELY = new Pace(0);
    private static final ContentHash HASH = new ContentHash(1, 2, 3, 4);

    @TempDir
    private Path directory;

    private List<TrustStore> fleet;
    private FleetTls giving;
    private FleetTls taking;
    private BulkServer server;
    private List<Chunk> cuts = List.of();
    private Path file;

    @BeforeEach
    void open() throws IOException {
        fleet = Fleets.of(directory, InstantSource.system(), List.of("giver", "taker"));
        giving = new FleetTls(fleet.get(0).key(), fleet.get(0)::membership);
        taking = new FleetTls(fleet.get(1).key(), fleet.get(1)::membership);
        file = directory.resolve("content");
        server = BulkServer.open(giving, new Shelf(), InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void manyStretches_comeInOrderWhileMoreAreAskedFor() throws IOException {
        var content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        var wanted = new ArrayList<Wanted>();
        for (int i = 0; i < 2000; i++) {
            wanted.add(new Wanted(new FilePath("x".repeat(200)), HASH, i * 1000L, 1000));
        }

        try (var client = client()) {
            client.fetch(wanted, new Receiver() {
                @Override
                public void received(int index, byte[] bytes, int length) {
                    assertThat(java.util.Arrays.mismatch(bytes, 0, length, content, index * 1000, index * 1000 + 1000))
                            .isEqualTo(-1);
                }

                @Override
                public void missing(int index, String why) {
                    throw new AssertionError(why);
                }
            });
            assertThat(client.received()).isEqualTo(2_000_000);
        }
    }

    @Test
    void whatIsGoneOrRefused_isSaidAndTheRestGoesOn() throws IOException {
        Files.writeString(file, "content");
        var told = new ArrayList<String>();

        try (var client = client()) {
            var wanted = List.of(
                    new Wanted(new FilePath("secret_state.json"), HASH, 0, 7),
                    new Wanted(new FilePath("gone"), HASH, 0, 7),
                    new Wanted(new FilePath("a"), HASH, 5, 7),
                    new Wanted(new FilePath("a"), HASH, 0, 7));
            client.fetch(wanted, new Receiver() {
                @Override
                public void received(int index, byte[] bytes, int length) {
                    told.add(index + " " + new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8));
                }

                @Override
                public void missing(int index, String why) {
                    told.add(index + " " + why);
                }
            });
        }

        assertThat(told).hasSize(4).contains("0 left out", "3 content");
        assertThat(told.get(2)).as("beyond its end").doesNotContain("content");
    }

    @Test
    void cutsThatDoNotAddUp_areRefusedBeforeTheyAreHeld() throws IOException {
        Files.writeString(file, "content");
        cuts = List.of(new Chunk(HASH, 0, 2000), new Chunk(HASH, 2000, 2000));
        try (var client = client()) {
            assertThat(client.cuts(new FilePath("a"), HASH, 4000).orElseThrow()).hasSize(2);
        }
        try (var client = client()) {
            assertThatThrownBy(() -> client.cuts(new FilePath("a"), HASH, 5000)).isInstanceOf(IOException.class);
        }
        cuts = List.of(new Chunk(HASH, 0, Integer.MAX_VALUE));
        try (var client = client()) {
            assertThatThrownBy(() -> client.cuts(new FilePath("a"), HASH, Integer.MAX_VALUE))
                    .isInstanceOf(IOException.class);
        }
        cuts = java.util.Collections.nCopies(100_000, new Chunk(HASH, 0, 1));
        try (var client = client()) {
            assertThatThrownBy(() -> client.cuts(new FilePath("a"), HASH, 100_000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("100000");
        }
    }

    @Test
    void anotherDeviceThanTheOneMeant_isHungUpOn() {
        assertThatThrownBy(() -> BulkClient.connect(
                        taking, "127.0.0.1", server.port(), fleet.get(1).self(), NOTES, FREELY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another device");
    }

    @Test
    void strangerAndPlainText_getNothing() throws IOException {
        var strange = Fleets.of(directory.resolve("strange"), InstantSource.system(), List.of("stranger"))
                .get(0);
        var tls = new FleetTls(strange.key(), fleet.get(1)::membership);
        assertThatThrownBy(() -> {
                    try (var client = BulkClient.connect(
                            tls, "127.0.0.1", server.port(), fleet.get(0).self(), NOTES, FREELY)) {
                        client.cuts(new FilePath("a"), HASH, 1);
                    }
                })
                .isInstanceOf(IOException.class);

        try (var plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            plain.getOutputStream().write(new byte[64]);
            assertThat(new String(plain.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("content");
        }
    }

    @Test
    void nonsenseInsideAConnection_endsIt() throws IOException {
        for (int kind = 0; kind < 4; kind++) {
            try (var plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    var secured = taking.dial(plain)) {
                var out = new DataOutputStream(secured.getOutputStream());
                out.writeInt(kind == 0 ? 42 : Wire.HELLO);
                Wire.writeText(out, kind == 1 ? "../x" : "notes");
                out.writeByte(Wire.GET);
                Wire.writeText(out, kind == 2 ? "../../etc/passwd" : "a");
                out.write(HASH.bytes());
                out.writeLong(0);
                out.writeInt(kind == 3 ? Integer.MAX_VALUE : 7);
                out.flush();
                assertThatThrownBy(() -> new DataInputStream(secured.getInputStream()).readByte())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void pace_isThatOfAllTogether() {
        var pace = new Pace(1000);

        assertThat(pace.reserve(0, 500)).isEqualTo(500_000_000L);
        assertThat(pace.reserve(100_000_000L, 500)).isEqualTo(900_000_000L);
        assertThat(pace.reserve(5_000_000_000L, 500)).as("rest is not saved up").isEqualTo(500_000_000L);
    }

    private BulkClient client() throws IOException {
        return BulkClient.connect(
                taking, "127.0.0.1", server.port(), fleet.get(0).self(), NOTES, FREELY);
    }

    /** Has one file under every name but two. */
    private final class Shelf implements Contents {
        @Override
        public Answer find(FolderName folder, FilePath path, ContentHash hash) throws IOException {
            return switch (path.value()) {
                case "secret_state.json" -> new Answer.Refused("left out");
                case "gone" -> new Answer.Gone();
                default -> new Answer.Found(unused -> Files.newByteChannel(file), Files.size(file));
            };
        }

        @Override
        public Answer bundle(FolderName folder, Optional<FilePath> path, List<String> known) {
            return new Answer.Gone();
        }

        @Override
        public Optional<List<Chunk>> cuts(FolderName folder, FilePath path, ContentHash hash) {
            return Optional.of(cuts);
        }
    }
}
