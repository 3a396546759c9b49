package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFileTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    Path home;

    @Test
    void written_readsBackNewestFirst() throws IOException {
        var older = peer(1, NOON);
        var newer = peer(2, NOON.plusSeconds(1));

        PeerFile.ofHome(home).write(List.of(older, newer));

        assertThat(PeerFile.ofHome(home).peers()).containsExactly(newer, older);
        assertThat(PeerFile.ofHome(home).endpoints())
                .containsExactly(newer.endpoint().get(), older.endpoint().get());
    }

    @Test
    void written_isForTheOwnerAloneAndLeavesNothingBeside() throws IOException {
        PeerFile.ofHome(home).write(List.of(peer(1, NOON)));

        var mode = Files.getPosixFilePermissions(home.resolve("peers.json"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("peers.json"));
        }
    }

    @Test
    void manyPeers_keepsTheNewest() throws IOException {
        var many = IntStream.range(0, 300)
                .mapToObj(i -> peer(i, NOON.plusSeconds(i)))
                .toList();

        PeerFile.ofHome(home).write(many);

        assertThat(PeerFile.ofHome(home).peers())
                .hasSize(256)
                .startsWith(many.get(299))
                .doesNotContain(many.get(43));
    }

    @Test
    void missingOrDamaged_isEmpty() throws IOException {
        assertThat(PeerFile.ofHome(home).peers()).isEmpty();
        for (var content : List.of("", "{", "[]", "{\"version\":2,\"peers\":[]}", "{\"version\":1,\"peers\":[{}]}")) {
            Files.writeString(home.resolve("peers.json"), content);
            assertThat(PeerFile.ofHome(home).peers()).as(content).isEmpty();
        }
    }

    private static KnownPeer peer(int number, Instant seen) {
        var device = new DeviceId(number, 0, 0);
        return new KnownPeer(
                device,
                Optional.of(new Endpoint("10.0.0.1", 1000 + number)),
                Optional.of(seen),
                VersionVector.of(new Dot(device, 7)));
    }
}
