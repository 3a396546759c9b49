package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.message.TrustCommand;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceListCodec;
import java.io.NotSerializableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceListGossipTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Address ADDRESS = new Address("pekko", "till");

    @TempDir
    Path homes;

    private final ActorTestKit kit = ActorTestKit.create();
    private final List<Side> sides = new ArrayList<>();
    private DeviceList small;
    private DeviceList great;

    @BeforeEach
    void found() throws Exception {
        var store = Homes.open(homes, "one");
        small = store.list();
        great = Homes.enrolled(store, Homes.open(homes, "two"), "two");
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void newcomer_getsAndGivesWhatTheOtherLacks() {
        var left = new Side(great, NEVER);
        var right = new Side(small, NEVER);

        assertThat(right.learned()).isEqualTo(great);
        left.trust.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void change_goesToEveryoneAtOnce() {
        var left = new Side(small, NEVER);
        var right = new Side(small, NEVER);
        right.trust.expectNoMessage(Duration.ofMillis(300));

        left.subscriber.tell(great);

        assertThat(right.learned()).isEqualTo(great);
    }

    @Test
    void whatGotLost_isRepairedByTheNextDigest() {
        var left = new Side(great, Duration.ofMillis(50));
        var right = new Side(small, NEVER);

        assertThat(right.learned()).isEqualTo(great);
        // It did not reach the disk: the list stays what it was, and is offered again.
        assertThat(right.learned()).isEqualTo(great);
        right.subscriber.tell(great);
        left.trust.expectNoMessage(Duration.ofMillis(300));
    }

    @Test
    void whatIsLostOnItsWayToANewcomer_isSaidAgainSoon() {
        var left = new Side(great, NEVER);
        var right = new Side(small, NEVER);

        assertThat(right.learned()).isEqualTo(great);
        // As if it had never come: nobody tells this side that the list is known now.
        assertThat(right.learned()).isEqualTo(great);
        left.trust.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void listThatIsMalformed_isNotLearned() {
        var side = new Side(small, NEVER);
        var bytes = DeviceListCodec.encode(great);
        bytes[bytes.length - 1] ^= 1;

        side.gossip.tell(new GossipMessage.Whole(ByteString.fromArray(bytes), Optional.empty()));

        side.trust.expectNoMessage(Duration.ofMillis(300));
    }

    @Test
    void messages_surviveTheWire() throws Exception {
        var serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
        TestProbe<GossipMessage> sender = kit.createTestProbe();
        var summary = new GossipMessage.Summary("digest", sender.getRef());
        var whole = new GossipMessage.Whole(
                ByteString.fromArray(DeviceListCodec.encode(great)), Optional.of(sender.getRef()));
        var answer = new GossipMessage.Whole(ByteString.fromArray(DeviceListCodec.encode(great)), Optional.empty());
        for (GossipMessage message : List.of(summary, whole, answer)) {
            var serializer = (SerializerWithStringManifest) serialization.findSerializerFor(message);
            var bytes = serializer.toBinary(message);
            var manifest = serializer.manifest(message);

            assertThat(serializer).isInstanceOf(GossipSerializer.class);
            assertThat(serializer.fromBinary(bytes, manifest)).isEqualTo(message);
            bytes[0] = 2;
            assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("version 2 (expected: 1)");
        }
    }

    @Test
    void twoThatBothLackSomething_tellEachOtherAndStop() throws Exception {
        var store = Homes.open(homes, "one");
        var other = Homes.enrolled(store, Homes.open(homes, "three"), "three");
        var left = new Side(great, NEVER);
        var right = new Side(other, NEVER);

        assertThat(left.learned()).isEqualTo(other);
        assertThat(right.learned()).isEqualTo(great);
    }

    private Map<UniqueAddress, ActorRef<GossipMessage>> others(Side one) {
        var others = new HashMap<UniqueAddress, ActorRef<GossipMessage>>();
        for (Side side : sides) {
            if (!side.equals(one)) {
                others.put(new UniqueAddress(ADDRESS, (long) sides.indexOf(side)), side.gossip.narrow());
            }
        }
        return others;
    }

    /** One node's end, with a probe in the place of the owner of its list. */
    private final class Side {
        final TestProbe<TrustCommand> trust = kit.createTestProbe();
        final ActorRef<DeviceListGossip.Command> gossip;
        final ActorRef<DeviceList> subscriber;

        Side(DeviceList list, Duration pace) {
            gossip = kit.spawn(DeviceListGossip.create(trust.getRef(), pace));
            subscriber = trust.expectMessageClass(TrustCommand.Subscribe.class).subscriber();
            subscriber.tell(list);
            sides.add(this);
            sides.forEach(side -> side.gossip.tell(new DeviceListGossip.Listed(others(side))));
        }

        DeviceList learned() {
            return trust.expectMessageClass(TrustCommand.Learn.class).list();
        }
    }
}
