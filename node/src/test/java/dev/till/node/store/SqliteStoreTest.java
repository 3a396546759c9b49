package dev.till.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.message.Entry;
import dev.till.node.message.Folded;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest {
    private static final DeviceId A = new DeviceId(1, 0, 0);
    private static final DeviceId B = new DeviceId(2, 0, 0);
    private static final DeviceId C = new DeviceId(3, 0, 0);

    @TempDir
    Path directory;

    @Test
    void registers_comeBackAsTheyWere() throws IOException {
        var conflict = version(A, 3, new Value("\"a\""))
                .register()
                .merge(Register.of(
                        version(B, 9, new Value("{\"n\":1e999}")).version(), VersionVector.of(new Dot(C, 7))));
        var deleted = version(B, 2, Tombstone.DELETED).register();
        var newer = new Register(
                List.of(new Version(new Dot(A, 4), new HybridTimestamp(-5), new Value("1"), Extra.of(new byte[] {1}))),
                VersionVector.of(new Dot(A, 4)).with(new Dot(B, 77)));
        var unaccounted =
                new Register(List.of(version(A, 3, new Value("1")).version()), VersionVector.of(new Dot(A, 5)));
        var entries = List.of(
                entry("a", "f", conflict, 1),
                entry("a/b", "f", deleted, 2),
                entry("b", "f", newer, 3),
                entry("c", "f", unaccounted, 3));
        var folded = new Folded(3, DotSet.EMPTY.plus(A, new SeqRange(1, 4)).plus(B, new SeqRange(2, 9)), at(9));

        try (var store = open()) {
            store.fold(entries, folded, 2);
        }

        try (var store = open()) {
            assertThat(store.scan("", Optional.empty(), 10).entries()).isEqualTo(entries);
            assertThat(store.get(RegisterKey.of("a/b", "f"))).contains(entries.get(1));
            assertThat(store.get(RegisterKey.of("a/b", "g"))).isEmpty();
            assertThat(store.get(
                            List.of(RegisterKey.of("b", "f"), RegisterKey.of("a/b", "g"), RegisterKey.of("a", "f"))))
                    .isEqualTo(
                            Map.of(RegisterKey.of("b", "f"), entries.get(2), RegisterKey.of("a", "f"), entries.get(0)));
            assertThat(store.folded()).isEqualTo(folded);
            assertThat(store.values()).isEqualTo(2);
            assertThat(store.conflicts()).containsExactly(entries.get(0));
        }
    }

    @Test
    void foldThatFails_changesNothing() throws IOException {
        try (var store = open()) {
            store.fold(List.of(entry("a", "f", value(A, 1), 1)), new Folded(1, DotSet.EMPTY, at(1)), 1);
            Iterable<Entry> broken = List.of(entry("b", "f", value(A, 2), 2));
            var failing = new java.util.AbstractCollection<Entry>() {
                @Override
                public java.util.Iterator<Entry> iterator() {
                    var inner = broken.iterator();
                    return new java.util.Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return true;
                        }

                        @Override
                        public Entry next() {
                            if (inner.hasNext()) {
                                return inner.next();
                            }
                            throw new IllegalStateException("broken");
                        }
                    };
                }

                @Override
                public int size() {
                    return 2;
                }
            };

            assertThatThrownBy(() -> store.fold(failing, new Folded(2, DotSet.EMPTY, at(2)), 2))
                    .hasMessage("broken");

            assertThat(store.get(RegisterKey.of("b", "f"))).isEmpty();
            assertThat(store.folded().revision()).isEqualTo(1);
            store.fold(List.of(), new Folded(3, DotSet.EMPTY, at(2)), 1);
            assertThat(store.get(RegisterKey.of("b", "f"))).isEmpty();
        }
    }

    @Test
    void scan_walksKeysInTheirOrderPageByPage() throws IOException {
        var names = List.of("a", "a!", "a-b", "a/x", "a/x/y", "a0", "ab", "\uff21", "\ud83d\ude00", "ü");
        var expected = new TreeMap<RegisterKey, Entry>();
        long revision = 0;
        for (String name : names) {
            for (String field : List.of("f", "\uff21", "\ud83d\ude00")) {
                var entry = entry(name, field, value(A, ++revision), revision);
                expected.put(entry.key(), entry);
            }
        }
        try (var store = open()) {
            store.fold(expected.values(), new Folded(revision, DotSet.EMPTY, at(revision)), revision);

            for (String prefix : List.of("", "a", "a/", "a/x", "b", "ü", "a-", "/")) {
                var within = expected.values().stream()
                        .filter(entry -> entry.key().entity().isWithin(prefix))
                        .toList();
                for (int limit : new int[] {1, 2, 7, 100}) {
                    assertThat(pages(store, prefix, limit))
                            .as("%s by %d", prefix, limit)
                            .isEqualTo(within);
                }
            }
        }
    }

    @Test
    void largeValues_makePagesShorter() throws IOException {
        var large = new Value("\"" + "x".repeat(1 << 20) + "\"");
        var entries = new ArrayList<Entry>();
        for (int i = 1; i <= 8; i++) {
            entries.add(entry("e" + i, "f", version(A, i, large).register(), i));
        }
        try (var store = open()) {
            store.fold(entries, new Folded(8, DotSet.EMPTY, at(8)), 8);

            assertThat(store.scan("", Optional.empty(), 100).entries()).hasSizeLessThan(8);
            assertThat(pages(store, "", 100)).hasSize(8);
        }
    }

    @Test
    void changed_isInOrderOfRevision() throws IOException {
        try (var store = open()) {
            var entries = List.of(
                    entry("a", "f", value(A, 1), 30),
                    entry("b", "f", value(A, 2), 10),
                    entry("c", "f", value(A, 3), 20));
            store.fold(entries, new Folded(30, DotSet.EMPTY, at(3)), 3);

            assertThat(store.changed(10, 10).entries())
                    .extracting(Entry::revision)
                    .containsExactly(20L, 30L);
            assertThat(store.changed(0, 2).entries())
                    .extracting(Entry::revision)
                    .containsExactly(10L, 20L);
            assertThat(store.changed(0, 2).more()).isTrue();
        }
    }

    @Test
    void newerMajor_isRefusedNamingBothVersionsAndNewerMinorIsRead() throws IOException, SQLException {
        open().close();
        execute("UPDATE meta SET value = '1.9' WHERE name = 'format'");
        open().close();
        execute("UPDATE meta SET value = '2.1' WHERE name = 'format'");

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreUnusableException.class,
                        e -> assertThat(e.isDamaged()).isFalse())
                .hasMessageContaining("2.1")
                .hasMessageContaining("1.1");
    }

    /** Format 1.0 did not tell what each writer had seen: of a single version the context does. */
    @Test
    void olderMinor_isMadeTheNewerOneAndKeepsAll() throws IOException, SQLException {
        var single = Register.of(version(A, 3, new Value("1")).version(), VersionVector.of(new Dot(B, 2)));
        var both = version(A, 4, new Value("2"))
                .register()
                .merge(version(B, 5, new Value("3")).register());
        try (var store = open()) {
            store.fold(
                    List.of(entry("a", "f", single, 1), entry("b", "f", both, 2)),
                    new Folded(2, DotSet.EMPTY, at(9)),
                    2);
        }
        execute("ALTER TABLE register DROP COLUMN seen");
        execute("UPDATE meta SET value = '1.0' WHERE name = 'format'");

        for (int opened = 0; opened < 2; opened++) {
            try (var store = open()) {
                assertThat(store.get(RegisterKey.of("a", "f")).orElseThrow().register())
                        .isEqualTo(single);
                assertThat(store.get(RegisterKey.of("b", "f")).orElseThrow().register())
                        .isEqualTo(both);
            }
        }
    }

    @Test
    void fileThatIsNoDatabase_isReportedAsDamaged() throws IOException {
        var junk = new byte[20_000];
        new Random(1).nextBytes(junk);
        Files.write(directory.resolve("store.db"), junk);

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreUnusableException.class,
                        e -> assertThat(e.isDamaged()).isTrue());
        assertThat(SqliteStore.verify(directory.resolve("store.db"))).isNotEmpty();
    }

    @Test
    void people_canReadTheFile() throws IOException, SQLException {
        try (var store = open()) {
            var stamped = new Version(
                    new Dot(A, 1), HybridTimestamp.parse("1969-12-31T23:59:58.000000001Z"), new Value("7"), Extra.NONE);
            store.fold(
                    List.of(entry("a", "f", Register.of(stamped, VersionVector.EMPTY), 1)),
                    new Folded(1, DotSet.EMPTY, at(1)),
                    1);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
                var row = connection.createStatement().executeQuery("SELECT value, stamp, device FROM readable")) {
            assertThat(row.getString(1)).isEqualTo("7");
            assertThat(row.getString(2)).isEqualTo("1969-12-31T23:59:58.000000001Z");
            assertThat(row.getString(3)).isEqualTo(A.toString());
        }
        assertThat(SqliteStore.verify(directory.resolve("store.db"))).isEmpty();
    }

    private static List<Entry> pages(SqliteStore store, String prefix, int limit) throws IOException {
        var all = new ArrayList<Entry>();
        Optional<RegisterKey> after = Optional.empty();
        while (true) {
            var page = store.scan(prefix, after, limit);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.entries());
            if (!page.more()) {
                return all;
            }
            after = page.entries().isEmpty()
                    ? after
                    : Optional.of(all.get(all.size() - 1).key());
        }
    }

    private SqliteStore open() throws IOException {
        return SqliteStore.open(directory.resolve("store.db"));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Entry entry(String entity, String field, Register register, long revision) {
        return new Entry(RegisterKey.of(entity, field), register, revision);
    }

    private static Register value(DeviceId device, long seq) {
        return version(device, seq, new Value(Long.toString(seq))).register();
    }

    private static dev.till.protocol.datagram.Datagram version(DeviceId device, long seq, Content content) {
        var version = new Version(new Dot(device, seq), at(seq), content, Extra.NONE);
        return new dev.till.protocol.datagram.Datagram(RegisterKey.of("e", "f"), version, VersionVector.EMPTY);
    }

    private static HybridTimestamp at(long nanos) {
        return new HybridTimestamp(nanos);
    }
}
