package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.Storage;
import dev.till.node.StorageFixture;
import dev.till.node.journal.JournalSettings;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However writes, folds, compactions, restarts and slow followers mix: what a follower saw last of each register is its
 * state, revisions only grow, and a live follower sees every change.
 */
final class FollowLawTest {
    private static final DeviceId PEER = new DeviceId(1, 0, 0);
    private static final int STEPS = 250;

    @TempDir
    Path home;

    /** Follows at its own pace and remembers what it saw last. */
    private static final class Follower {
        private final Map<RegisterKey, Register> seen = new HashMap<>();
        private final String prefix;
        private long since;

        Follower(String prefix, long since) {
            this.prefix = prefix;
            this.since = since;
        }

        void read(StorageFixture node, int limit, String context) {
            var changes = node.follow(prefix, since, limit, Duration.ofMillis(1));
            for (Entry entry : changes.entries()) {
                assertThat(entry.revision()).as(context).isGreaterThan(since);
                assertThat(entry.key().entity().isWithin(prefix)).as(context).isTrue();
                since = entry.revision();
                seen.put(entry.key(), entry.register());
            }
            assertThat(changes.upTo()).as(context).isGreaterThanOrEqualTo(since);
            since = changes.upTo();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void lastSeen_isTheState(long seed) throws IOException {
        var random = new Random(seed);
        var settings = new Storage.Settings(
                new JournalSettings(600, 1 << 20, Duration.ofSeconds(60), 10),
                new RegisterSettings(3_000 + random.nextInt(20_000), Duration.ofHours(1), random.nextInt(6_000)));
        var live = new Follower("", 0);
        var slow = new Follower("", 0);
        var partial = new Follower("a", 0);
        long peerSeq = 0;
        for (int run = 0; run < 3; run++) {
            try (var node = new StorageFixture(home, settings, StorageFixture.WALL)) {
                for (int step = 0; step < STEPS; step++) {
                    var context = "seed " + seed + ", run " + run + ", step " + step;
                    switch (random.nextInt(12)) {
                        case 0 -> release(node);
                        case 1, 2, 3 -> receive(node, ++peerSeq, random);
                        case 4 -> slow.read(node, 1 + random.nextInt(4), context);
                        case 5 -> partial.read(node, 1 + random.nextInt(9), context);
                        default -> {
                            long revision = put(node, random);
                            while (live.since < revision) {
                                live.read(node, 5, context);
                            }
                        }
                    }
                }
            }
        }
        try (var node = new StorageFixture(home, settings, StorageFixture.WALL)) {
            long end = node.count().revision();
            var late = new Follower("", 0);
            for (Follower follower : List.of(live, slow, partial, late)) {
                while (follower.since < end) {
                    follower.read(node, 50, "seed " + seed);
                }
                assertThat(shown(follower.seen)).as("seed %d", seed).isEqualTo(shown(within(node, follower.prefix)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void liveFollower_seesEveryChange(long seed) throws IOException {
        var random = new Random(seed);
        var settings = new Storage.Settings(
                JournalSettings.DEFAULTS, new RegisterSettings(5_000, Duration.ofHours(1), 1 << 20));
        try (var node = new StorageFixture(home, settings, StorageFixture.WALL)) {
            long since = 0;
            for (int step = 0; step < STEPS; step++) {
                long revision = put(node, random);

                var changes = node.follow("", since, 10, Patience.LIMIT);

                assertThat(changes.entries()).as("seed %d, step %d", seed, step).hasSize(1);
                assertThat(changes.entries().get(0).revision()).isEqualTo(revision);
                since = changes.upTo();
            }
        }
    }

    private static Map<RegisterKey, Register> within(StorageFixture node, String prefix) {
        var all = TestRegister.all(node);
        all.keySet().removeIf(key -> !key.entity().isWithin(prefix));
        return all;
    }

    /** What last-writer-wins shows. */
    private static Map<RegisterKey, Optional<Version>> shown(Map<RegisterKey, Register> registers) {
        var shown = new HashMap<RegisterKey, Optional<Version>>();
        registers.forEach((key, register) -> shown.put(key, register.winner()));
        return shown;
    }

    private static long put(StorageFixture node, Random random) {
        var content = random.nextInt(8) == 0 ? Tombstone.DELETED : new Value(Integer.toString(random.nextInt(1000)));
        var written = (Written.Done) node.put(List.of(new Assignment(key(random), content, Optional.empty())));
        return written.records().get(0).revision();
    }

    /** A datagram that may come before an older one, may lose, and may or may not know of what is here. */
    private static void receive(StorageFixture node, long count, Random random) {
        // 3 1 2, 6 4 5, and so on: an older write after a newer one of the same device to the same field changes
        // nothing.
        long seq = count % 3 == 1 ? count + 2 : count - 1;
        var at = new HybridTimestamp(HybridTimestamp.of(StorageFixture.NOW).nanos() - 500 + random.nextInt(1500));
        var version = new Version(new Dot(PEER, seq), at, new Value("\"peer" + seq + "\""), Extra.NONE);
        var seen = random.nextBoolean()
                ? VersionVector.of(new Dot(StorageFixture.SELF, 1 + random.nextInt(300)))
                : VersionVector.EMPTY;
        var datagram = new Datagram(key(random), version, seen);
        Appended answer = node.ask(
                node.actors().journal(), replyTo -> new JournalCommand.AppendRemote(List.of(datagram), PEER, replyTo));
        assertThat(answer).isInstanceOf(Appended.Done.class);
    }

    private static void release(StorageFixture node) {
        JournalCommand.JournalState state = node.ask(node.actors().journal(), JournalCommand.Describe::new);
        node.actors()
                .registers()
                .tell(new RegisterCommand.StableChanged(state.applied().head()));
        node.compact();
    }

    private static RegisterKey key(Random random) {
        return RegisterKey.of(List.of("a", "a/b", "ab", "c").get(random.nextInt(4)), "f" + random.nextInt(2));
    }
}
