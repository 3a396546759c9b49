package dev.till.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.Devices;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Replicas that write, lose, reorder and repeat deliveries of one register, against causal pasts kept as plain sets. */
final class RandomHistoryTest {
    private static final RegisterKey KEY = RegisterKey.of("e", "f");
    private static final int HISTORIES = 2_000;

    private final Map<Dot, Set<Dot>> pasts = new HashMap<>();
    private final List<Datagram> written = new ArrayList<>();

    @Test
    void replicas_convergeToWhatCausalityLeavesAndNeverGoBack() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            pasts.clear();
            written.clear();
            var replicas = Devices.ALL.stream().map(Replica::new).toList();
            var random = new Random(seed);

            for (int step = 0; step < 25; step++) {
                step(replicas, random);
            }
            var expected = unsuperseded();
            for (Replica replica : replicas) {
                replica.deliverAllIn(shuffled(written, random));
            }

            for (Replica replica : replicas) {
                assertThat(replica.register).as("seed %d", seed).isEqualTo(replicas.get(0).register);
                assertThat(replica.register.versions()).as("seed %d", seed).isEqualTo(expected);
                assertThat(replica.wentBack).as("seed %d", seed).isFalse();
            }
        }
    }

    private void step(List<Replica> replicas, Random random) {
        var replica = replicas.get(random.nextInt(replicas.size()));
        switch (random.nextInt(3)) {
            case 0 -> written.add(replica.write(random));
            case 1 -> {
                if (!written.isEmpty()) {
                    replica.apply(written.get(random.nextInt(written.size())));
                }
            }
            default -> replica.absorb(replicas.get(random.nextInt(replicas.size())));
        }
    }

    private List<Version> unsuperseded() {
        var superseded = pasts.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return written.stream()
                .map(Datagram::version)
                .filter(version -> !superseded.contains(version.dot()))
                .sorted()
                .toList();
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private final class Replica {
        final DeviceId device;
        final Set<Dot> seen = new HashSet<>();
        Register register = Register.EMPTY;
        long seq;
        boolean wentBack;

        Replica(DeviceId device) {
            this.device = device;
        }

        Datagram write(Random random) {
            var dot = new Dot(device, ++seq);
            pasts.put(dot, Set.copyOf(seen));
            // Few stamps, in no order: ties and clocks that go back.
            var at = new HybridTimestamp(random.nextInt(3));
            Content content = random.nextInt(4) == 0 ? Tombstone.DELETED : new Value("" + random.nextInt(3));
            var datagram = new Datagram(KEY, new Version(dot, at, content, Extra.NONE), register.context());
            apply(datagram);
            return datagram;
        }

        void apply(Datagram datagram) {
            seen.add(datagram.dot());
            seen.addAll(pasts.get(datagram.dot()));
            become(register.merge(datagram.register()));
        }

        void absorb(Replica other) {
            seen.addAll(other.seen);
            become(register.merge(other.register));
        }

        void deliverAllIn(List<Datagram> datagrams) {
            datagrams.forEach(this::apply);
            datagrams.forEach(this::apply);
        }

        private void become(Register next) {
            wentBack |= !register.merge(next).equals(next);
            register = next;
        }
    }
}
