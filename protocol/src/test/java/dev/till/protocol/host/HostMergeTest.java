package dev.till.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostMergeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void unknownHost_isAddedAndWithoutAVersionIsVersionZero() {
        var outcome = merge("'m2': {'host': 'a', 'x': [1]}", "");

        assertThat(outcome.added()).isEqualTo(1);
        assertThat(state("", outcome).host(name("m2")).orElseThrow().attributes())
                .containsOnlyKeys("host", "x", "version")
                .containsEntry("version", new Value("0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "higher version wins and keeps what it lacks | 'host':'b','version':2,'y':1 | 'host':'a','version':1,'x':1 | 'host':'b','version':2,'x':1,'y':1 | updated",
                "lower version only adds                     | 'host':'b','version':1,'y':1 | 'host':'a','version':2,'x':1 | 'host':'a','version':2,'x':1,'y':1 | updated",
                "missing version never wins                  | 'host':'b'                   | 'host':'a','version':0       | 'host':'a','version':0             | kept",
                "missing version does not win over missing   | 'host':'b'                   | 'host':'a'                   | 'host':'a'                         | kept",
                "equal version and content                   | 'host':'a','version':1       | 'host':'a','version':1       | 'host':'a','version':1             | kept",
                "equal version takes each greater value      | 'host':'b','version':1,'x':1 | 'host':'a','version':1,'x':2 | 'host':'b','version':1,'x':2       | updated",
                "removal travels                             | 'host':'a','version':2,'state':'removed','removed_date':'d' | 'host':'a','version':1,'state':'active' | 'host':'a','version':2,'state':'removed','removed_date':'d' | updated",
                "re-adding drops the date of removal         | 'host':'a','version':3,'state':'active' | 'host':'a','version':2,'state':'removed','removed_date':'d' | 'host':'a','version':3,'state':'active' | readded",
                "an old removal does not come back           | 'host':'a','version':1,'state':'removed','removed_date':'d' | 'host':'a','version':3,'state':'active' | 'host':'a','version':3,'state':'active' | kept",
            })
    void knownHost(String situation, String theirs, String mine, String expected, String counted) {
        var outcome = merge("'m2': {" + theirs + "}", "'M2': {" + mine + "}");

        assertThat(state("'M2': {" + mine + "}", outcome)).isEqualTo(document("'M2': {" + expected + "}"));
        assertThat(outcome.updated()).isEqualTo(counted.equals("updated") ? 1 : 0);
        assertThat(outcome.kept()).isEqualTo(counted.equals("kept") ? 1 : 0);
        assertThat(outcome.readded()).isEqualTo(counted.equals("readded") ? 1 : 0);
    }

    @Test
    void ownEntry_isSkippedWhateverItsCase() {
        var incoming = document("'m4': {'host': 'x', 'version': 99, 'actual_hostname': 'm4.local'}");
        var outcome = HostMerge.merge(incoming, document("'m4': {'host': 'a'}"), Optional.of("M4.LOCAL"));

        assertThat(outcome.skippedSelf()).isEqualTo(1);
        assertThat(outcome.writes()).isEmpty();
    }

    @Test
    void groupsGrow_andTheRestGoesByItsDate() {
        var mine = HostsDocument.parse("{\"hosts\":{},\"groups\":{\"g\":[\"a\"]},\"x\":1,\"y\":1,\"updated\":\"10\"}");
        var theirs = HostsDocument.parse(
                "{\"hosts\":{},\"groups\":{\"G\":[\"b\",\"A\"],\"h\":[]},\"x\":2,\"z\":3,\"updated\":\"11\"}");

        var newer = state(mine, HostMerge.merge(theirs, mine, Optional.empty()));
        var older = state(theirs, HostMerge.merge(mine, theirs, Optional.empty()));

        assertThat(newer).isEqualTo(older);
        assertThat(newer.other()).containsEntry("x", new Value("2")).containsKeys("y", "z");
        assertThat(newer.groups().get(name("g"))).containsExactly(name("a"), name("b"));
        assertThat(newer.groups()).containsKey(name("h"));
        assertThat(newer.updated()).contains(11L);
    }

    @Test
    void machinesThatMergeEachOthersDocuments_agreeAndASecondTimeChangesNothing() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var mine = randomDocument(random);
            var theirs = randomDocument(random);

            var here = state(mine, HostMerge.merge(theirs, mine, Optional.empty()));
            var there = state(theirs, HostMerge.merge(mine, theirs, Optional.empty()));

            assertThat(here).as("seed %d", seed).isEqualTo(there);
            assertThat(HostMerge.merge(here, here, Optional.empty()).writes())
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(HostMerge.merge(theirs, here, Optional.empty()).writes())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void addEditRemoveAndAddAgain_eachRaiseTheVersion() {
        var name = name("M2");
        var added = state(HostsDocument.EMPTY, add(name, Optional.empty()));
        var edited = state(
                added,
                HostChange.edit(
                        host(added), Optional.empty(), Optional.of(new HostAddress("b")), Optional.of(Port.SSH)));
        var removed = state(edited, HostChange.remove(host(edited), NOW));
        var again = state(removed, add(name("m2"), Optional.of(host(removed))));

        assertThat(added.write())
                .contains("\"added\": \"2026-01-02T03:04:05Z\"", "\"status\": \"untested\"", "\"version\": 1");
        assertThat(host(edited).address()).contains(new HostAddress("b"));
        assertThat(host(edited).version()).contains(2L);
        assertThat(host(removed).isRemoved()).isTrue();
        assertThat(host(removed).text("removed_date")).contains("2026-01-02T03:04:05Z");
        assertThat(host(again).isRemoved()).isFalse();
        assertThat(host(again).version()).contains(4L);
        assertThat(host(again).value("removed_date")).isEmpty();
        assertThat(host(again).name()).hasToString("m2");
        assertThat(HostChange.edit(host(edited), Optional.of(new UserName("ann")), Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void removal_winsOverTheDocumentOfAMachineThatHasNotHeard() {
        var before = document("'m2': {'host': 'a', 'version': 7, 'state': 'active'}");
        var removed = state(before, HostChange.remove(host(before), NOW));

        assertThat(HostMerge.merge(before, removed, Optional.empty()).writes()).isEmpty();
        assertThat(host(state(before, HostMerge.merge(removed, before, Optional.empty())))
                        .isRemoved())
                .isTrue();
    }

    @Test
    void group_isJoinedAndLeft() {
        var joined = state(HostsDocument.EMPTY, HostChange.join(name("Pis"), name("M2"), true));
        var left = state(joined, List.of(HostChange.leave(name("pis"), name("m2"))));

        assertThat(joined.groupsOf(name("m2"))).singleElement().hasToString("Pis");
        assertThat(left.groupsOf(name("m2"))).isEmpty();
        assertThat(left.groups()).containsKey(name("pis"));
        assertThat(state(joined, HostChange.dissolve(name("pis"), List.of(name("m2"))))
                        .groups())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "removed, 2026-01-01T00:00:00Z, 2026-01-05T00:00:00Z, 2026-01-30T23:59:59Z, false",
        "removed, 2026-01-01T00:00:00Z, 2026-01-05T00:00:00Z, 2026-01-31T00:00:00Z, true",
        "removed, 2027-01-01T00:00:00Z, 2026-01-05T00:00:00Z, 2026-02-04T00:00:00Z, true",
        "removed, nonsense,             2026-01-05T00:00:00Z, 2026-02-03T23:59:59Z, false",
        "active,  2026-01-01T00:00:00Z, 2026-01-05T00:00:00Z, 2030-01-01T00:00:00Z, false",
    })
    void retention_isThirtyDaysFromTheRemoval(String state, String date, String written, String now, boolean over) {
        var host = host(document("'m2': {'host': 'a', 'state': '" + state + "', 'removed_date': '" + date + "'}"));

        assertThat(HostRetention.DEFAULT.isOver(host, HybridTimestamp.parse(written), HybridTimestamp.parse(now)))
                .isEqualTo(over);
    }

    private static List<FieldWrite> add(HostName name, Optional<HostRecord> before) {
        return HostChange.add(name, new UserName("ann"), new HostAddress("a"), Port.SSH, before, NOW);
    }

    private static HostsDocument randomDocument(Random random) {
        var hosts = new StringBuilder();
        for (var name : List.of("a", "b", "c")) {
            if (random.nextBoolean()) {
                hosts.append(hosts.isEmpty() ? "" : ",")
                        .append("'")
                        .append(name)
                        .append("': {'host': 'h")
                        .append(random.nextInt(2));
                hosts.append("', 'version': ").append(random.nextInt(3));
                hosts.append(", 'state': '")
                        .append(random.nextBoolean() ? "active" : "removed', 'removed_date': 'd")
                        .append("'");
                hosts.append(random.nextBoolean() ? ", 'x': " + random.nextInt(2) : "")
                        .append("}");
            }
        }
        return document(hosts.toString());
    }

    private static HostMerge.Outcome merge(String theirs, String mine) {
        return HostMerge.merge(document(theirs), document(mine), Optional.of("M4"));
    }

    private static HostsDocument state(String before, HostMerge.Outcome outcome) {
        return state(document(before), outcome);
    }

    private static HostsDocument state(HostsDocument before, HostMerge.Outcome outcome) {
        return state(before, outcome.writes());
    }

    /** What the registers hold after the writes. */
    private static HostsDocument state(HostsDocument before, List<FieldWrite> writes) {
        SortedMap<RegisterKey, Value> fields = new TreeMap<>(HostFields.of(before));
        for (FieldWrite write : writes) {
            if (write.content() instanceof Value value) {
                fields.put(write.key(), value);
            } else {
                assertThat(write.content()).isEqualTo(Tombstone.DELETED);
                fields.remove(write.key());
            }
        }
        return HostFields.read(fields);
    }

    private static HostRecord host(HostsDocument document) {
        return document.hosts().values().iterator().next();
    }

    private static HostName name(String name) {
        return new HostName(name);
    }

    private static HostsDocument document(String hosts) {
        return HostsDocument.parse("{\"hosts\": {" + hosts.replace('\'', '"') + "}}");
    }
}
