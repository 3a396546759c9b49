package dev.till.node.replication.census;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.replication.link.Head;
import org.junit.jupiter.api.Test;

final class RegressTest {
    private final Regress regress = new Regress();

    @Test
    void memoryThatOnlyLags_changesNothing() {
        regress.heard(Head.of(0, dots(A, 1, 5)));

        assertThat(regress.look(0, dots(A, 1, 9))).isZero();
    }

    @Test
    void memoryThatOvertakesUs_changesNothing_onceWeKnowToo() {
        regress.heard(Head.of(0, dots(A, 1, 9)));

        assertThat(regress.look(0, dots(A, 1, 8))).isZero();
        assertThat(regress.look(0, dots(A, 1, 9))).isZero();
        assertThat(regress.isSuspected()).isFalse();
    }

    @Test
    void diskSetBack_beginsANewEpoch() {
        regress.heard(Head.of(4, dots(A, 1, 9)));

        assertThat(regress.look(0, dots(A, 1, 5))).isZero();
        assertThat(regress.isSuspected()).isTrue();
        assertThat(regress.look(0, dots(A, 1, 5))).isEqualTo(5);
        assertThat(regress.look(5, dots(A, 1, 6))).isEqualTo(5);
    }

    @Test
    void freshStart_goesOnInTheEpochThatOthersRemember() {
        regress.heard(Head.of(3, dots(A, 1, 9)));

        assertThat(regress.look(0, dots(A, 1, 9))).isEqualTo(3);
    }
}
