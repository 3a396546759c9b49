package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Entry;
import dev.till.node.message.Folded;
import dev.till.node.store.SqliteStore;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory over store reads as if there were one sorted map, whatever is folded when. */
final class RegisterTableTest {
    private static final DeviceId A = new DeviceId(1, 0, 0);
    private static final List<String> ENTITIES =
            List.of("a", "a!", "a-b", "a/x", "a/x/y", "a0", "ab", "b/ ", "q\"'\\", "\uff21", "\ud83d\ude00", "ü/ü");
    private static final List<String> PREFIXES =
            List.of("", "a", "a/", "a/x", "b", "b/", "ü", "\ud83d\ude00", "a-", "/", "x");

    private static final RegisterKey ABSENT = RegisterKey.of("never", "written");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void scanAndGet_seeOneSortedMap(long seed) throws IOException {
        var random = new Random(seed);
        var model = new TreeMap<RegisterKey, Entry>();
        try (var store = SqliteStore.open(directory.resolve("store.db"))) {
            var table = new RegisterTable(store);
            Optional<Generation> folding = Optional.empty();
            for (long revision = 1; revision <= 300; revision++) {
                var entry = entry(random, revision);
                if (random.nextBoolean()) {
                    table.load(entry.key(), 2_000);
                } else {
                    table.load(List.of(entry.key(), entry(random, revision).key(), entry.key()), 0, 2_000);
                }
                table.put(entry);
                model.put(entry.key(), entry);
                int step = random.nextInt(20);
                if (step == 0 && folding.isEmpty()) {
                    folding = Optional.of(table.freeze());
                } else if (step == 1 && folding.isPresent()) {
                    store.fold(folding.get().sorted(), new Folded(revision, DotSet.EMPTY, at(revision)), 0);
                } else if (step == 2 && folding.isPresent()) {
                    store.fold(folding.get().sorted(), new Folded(revision, DotSet.EMPTY, at(revision)), 0);
                    table.folded();
                    folding = Optional.empty();
                }
                if (revision % 10 == 0) {
                    assertReads(table, model, random, "seed " + seed + ", revision " + revision);
                }
            }
        }
    }

    private static void assertReads(RegisterTable table, Map<RegisterKey, Entry> model, Random random, String context)
            throws IOException {
        for (Entry entry : model.values()) {
            assertThat(table.get(entry.key())).as(context).isEqualTo(entry);
        }
        var keys = new ArrayList<>(model.keySet());
        keys.add(ABSENT);
        Collections.shuffle(keys, random);
        assertThat(table.get(keys))
                .as(context)
                .isEqualTo(keys.stream()
                        .map(key -> model.getOrDefault(key, new Entry(key, Register.EMPTY, 0)))
                        .toList());
        for (String prefix : PREFIXES) {
            int limit = 1 + random.nextInt(9);
            var within = model.values().stream()
                    .filter(entry -> entry.key().entity().isWithin(prefix))
                    .toList();
            assertThat(pages(table, prefix, limit))
                    .as("%s, prefix '%s' by %d", context, prefix, limit)
                    .isEqualTo(within);
        }
    }

    private static List<Entry> pages(RegisterTable table, String prefix, int limit) throws IOException {
        var all = new ArrayList<Entry>();
        Optional<RegisterKey> after = Optional.empty();
        while (true) {
            var page = table.scan(prefix, after, limit);
            all.addAll(page.entries());
            if (!page.more()) {
                return all;
            }
            assertThat(page.entries()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
            after = Optional.of(all.get(all.size() - 1).key());
        }
    }

    private static Entry entry(Random random, long revision) {
        var key = RegisterKey.of(ENTITIES.get(random.nextInt(ENTITIES.size())), "f" + random.nextInt(4));
        var version = new Version(new Dot(A, revision), at(revision), new Value(Long.toString(revision)), Extra.NONE);
        return new Entry(key, Register.of(version, VersionVector.EMPTY), revision);
    }

    private static HybridTimestamp at(long nanos) {
        return new HybridTimestamp(nanos);
    }
}
