package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Pekko Cluster alone cannot do, whether with a downing strategy or without: while a machine sleeps, another restarts
 * and a third joins, and nobody is shut down for it.
 */
@InLab
class ManyAwayIT {

    @TempDir
    Path directory;

    @Test
    void nodeRestartsAndAnotherEnrolsWhileOneSleeps_allGoOnAndTheSleeperComesBack() {
        try (var lab = Lab.of(5);
                var fleet = ProcessFleet.inLab(lab, directory, 4).start();
                var fifth = TillProcess.at(directory.resolve("n4"), "--name", "n4")
                        .on(lab.machine(4).entrance())) {
            var sleeper = fleet.node(3);
            var restarted = fleet.node(2);
            var awake = List.of(fleet.node(0), fleet.node(1), restarted, fifth);
            var everyone = List.of(fleet.node(0), fleet.node(1), restarted, sleeper, fifth);

            sleeper.freeze();
            restarted.crash();
            Nodes.note(fleet.node(0), "while-two-are-away");
            restarted.start();
            fifth.start();
            fifth.till("device", "enroll", fleet.node(0).invite()).orThrow();
            awake.forEach(node -> Nodes.note(node, "of-" + node));

            Nodes.awaitWhole(awake);

            assertThat(Nodes.notes(fifth)).contains("while-two-are-away", "of-n0", "of-n1", "of-n2", "of-n4");
            assertThat(sleeper.isAlive()).isTrue();
            long pid = sleeper.pid();

            sleeper.thaw();
            Nodes.note(sleeper, "of-the-sleeper");

            Nodes.awaitWhole(everyone);

            assertThat(Nodes.notes(sleeper)).contains("of-the-sleeper", "of-n2", "of-n4");
            assertThat(everyone).allMatch(TillProcess::isAlive);
            assertThat(sleeper.pid()).isEqualTo(pid);
        }
    }
}
