package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final List<Kind> ALL = List.of(Kind.values());
    private static final Set<Kind> ENROLMENTS = Set.of(Kind.JOIN, Kind.KILL_JOINING, Kind.REVOKE);

    @Test
    void sameSeed_givesTheSamePlan() {
        assertThat(Plan.shown(new Plan(42, 5, ALL), 100)).isEqualTo(Plan.shown(new Plan(42, 5, ALL), 100));
    }

    @Test
    void otherSeed_givesAnother() {
        assertThat(Plan.shown(new Plan(42, 5, ALL), 100)).isNotEqualTo(Plan.shown(new Plan(43, 5, ALL), 100));
    }

    @Test
    void round_hasEveryKindOnceExceptWhoIsInOrOut() {
        var kinds = episodes(7, 4).limit(ALL.size()).map(Episode::kind).toList();

        assertThat(kinds)
                .containsAll(Arrays.stream(Kind.values())
                        .filter(kind -> !ENROLMENTS.contains(kind))
                        .toList());
    }

    @Test
    void newcomer_joinsBeforeItIsPutOutAndThenAgain() {
        for (long seed = 0; seed < 50; seed++) {
            var enrolments = episodes(seed, 3)
                    .limit(200)
                    .map(Episode::kind)
                    .filter(ENROLMENTS::contains)
                    .toList();

            for (int i = 0; i < enrolments.size(); i++) {
                assertThat(enrolments.get(i) == Kind.REVOKE).as("seed %d", seed).isEqualTo(i % 2 == 1);
            }
        }
    }

    @Test
    void faults_befallOnlyNodesThatAreThere() {
        for (long seed = 0; seed < 50; seed++) {
            boolean newcomer = false;
            for (var episode : episodes(seed, 3).limit(200).toList()) {
                int highest = newcomer || isArrival(episode) ? 3 : 2;
                for (var fault : episode.faults()) {
                    assertThat(fault.away()).as("%s, seed %d", episode, seed).allMatch(node -> node <= highest);
                }
                newcomer = isArrival(episode) || (newcomer && episode.kind() != Kind.REVOKE);
            }
        }
    }

    @Test
    void mixedEpisode_doesNotHarmOneNodeTwice() {
        for (var episode : episodes(3, 5)
                .filter(each -> each.kind() == Kind.MIXED)
                .limit(100)
                .toList()) {
            var victims = episode.faults().stream()
                    .flatMap(fault -> fault.victims().stream())
                    .toList();
            assertThat(victims).as("%s", episode).doesNotHaveDuplicates();
        }
    }

    @Test
    void absenceAlone_explainsNoNewClusterSystem() {
        var alone = episodes(1, 4)
                .filter(episode -> episode.kind() == Kind.PARTITION_ALONE)
                .findFirst()
                .orElseThrow();

        assertThat(alone.mayBeRecreated()).isEmpty();
        assertThat(alone.victims()).isEmpty();
    }

    @Test
    void unknownFault_isNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Kind.parseAll("kill,flood"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flood")
                .hasMessageContaining("partition-halves");
    }

    private static boolean isArrival(Episode episode) {
        return episode.kind() == Kind.JOIN || episode.kind() == Kind.KILL_JOINING;
    }

    private static Stream<Episode> episodes(long seed, int nodes) {
        var plan = new Plan(seed, nodes, ALL);
        return Stream.generate(plan::next);
    }
}
