package dev.till.node.replication.wire;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.datagram;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.replication.Samples;
import dev.till.node.replication.gossip.Heads;
import dev.till.node.replication.gossip.HotShard;
import dev.till.node.replication.gossip.Shared;
import dev.till.node.replication.link.Batch;
import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Acked;
import dev.till.node.replication.link.PeerMessage.HeadAdvert;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.node.replication.link.PeerMessage.Push;
import dev.till.node.replication.link.PeerMessage.TimeAsked;
import dev.till.node.replication.link.PeerMessage.TimeTold;
import dev.till.node.replication.link.Position;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReplicationSerializerTest {
    private static final Head HEAD = Head.of(3, dots(A, 1, 7).union(dots(B, 5, 9)));

    private final ReplicationSerializer serializer = new ReplicationSerializer();

    static Stream<Object> messages() {
        var datagrams = List.of(datagram(A, 1), datagram(A, 2, "large", Samples.text(20_000)));
        return Stream.of(
                new Push(A, 7, Batch.encode(datagrams)),
                new Acked(A, 7, HEAD),
                new HeadAdvert(A, B, HEAD),
                new Pull(A, 9, dots(B, 1, 5), Position.InJournal.START),
                new Pull(A, 9, dots(B, 1, 5), new Position.InSnapshot("things/1")),
                new PagePart(A, 9, 1, 3, Bytes.owning(new byte[] {1, 2, 3})),
                new TimeAsked(A, 12),
                new TimeTold(A, 12, -3, dots(B, 1, 5)),
                Shared.of(HotShard.of(datagram(A, 3)).merge(HotShard.of(datagram(B, 2)))),
                Shared.of(Heads.of(A, HEAD)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessage_survivesTheWay(Object message) throws Exception {
        var bytes = serializer.toBinary(message);

        assertThat(serializer.fromBinary(bytes, serializer.manifest(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessage_survivesTheTransportsBuffers(Object message) throws Exception {
        var buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(42);

        serializer.toBinary(message, buffer);
        buffer.flip().position(Integer.BYTES);

        assertThat(serializer.fromBinary(buffer, serializer.manifest(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fieldsOfANewerTill_areTolerated(Object message) throws Exception {
        var bytes = serializer.toBinary(message);
        var longer = Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length] = 7;

        var read = serializer.fromBinary(longer, serializer.manifest(message));

        if (message instanceof PeerMessage) {
            assertThat(read).isEqualTo(message);
        } else {
            assertThat(serializer.toBinary(read)).isEqualTo(longer);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aNewerVersion_isRefusedByName(Object message) {
        var newer = serializer.manifest(message).replace("/1", "/2");

        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], newer))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining(newer)
                .hasMessageContaining(serializer.manifest(message));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void truncatedAndAlteredBytes_areRefusedOrRead_neverWorse(Object message) {
        var bytes = serializer.toBinary(message);
        var random = new Random(4711);
        for (int i = 0; i < 3_000; i++) {
            var altered = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (int j = 0; altered.length > 0 && j < random.nextInt(4); j++) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(serializer.fromBinary(altered, serializer.manifest(message)))
                        .isNotNull();
            } catch (NotSerializableException e) {
                assertThat(e).hasMessageContaining(serializer.manifest(message));
            }
        }
    }

    @Test
    void unknownManifest_isRefused() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "tea"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("tea");
    }

    @Test
    void equalShards_haveEqualBytes_howeverTheyCameAbout() {
        var parts = new ArrayList<HotShard>();
        for (int seq = 1; seq <= 6; seq++) {
            parts.add(HotShard.of(datagram(A, seq, "things/" + seq % 3, "" + seq)));
            parts.add(HotShard.of(datagram(B, seq)));
        }
        parts.add(HotShard.leaving(datagram(B, 2).dot()));
        var bytes = serializer.toBinary(Shared.of(merged(parts)));

        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(parts, new Random(seed));
            assertThat(serializer.toBinary(Shared.of(merged(parts))))
                    .as("seed %s", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void equalHeads_haveEqualBytes_howeverTheyCameAbout() {
        var parts = new ArrayList<Heads>();
        for (int seq = 1; seq <= 5; seq++) {
            parts.add(Heads.of(A, Head.of(seq / 3, dots(B, seq, 2L * seq))));
            parts.add(Heads.of(B, Head.of(1, dots(A, 3L * seq, 3L * seq + 1))));
        }
        var bytes = serializer.toBinary(Shared.of(parts.stream().reduce(Heads.EMPTY, Heads::merge)));

        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(parts, new Random(seed));
            var again = parts.stream().reduce(Heads.EMPTY, Heads::merge);
            assertThat(serializer.toBinary(Shared.of(again)))
                    .as("seed %s", seed)
                    .isEqualTo(bytes);
        }
    }

    private static HotShard merged(List<HotShard> parts) {
        return parts.stream().reduce(HotShard.EMPTY, HotShard::merge);
    }
}
