package dev.till.testkit.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.json.JsonText;
import org.junit.jupiter.api.Test;

@Fleet(size = 3)
class TillFleetIT {

    @Test
    void valueSetOnOne_isReadOnAll(TillFleet fleet) throws Exception {
        fleet.member(1).node().set("notes/a", "text", JsonText.string("hello"));

        fleet.awaitEverywhere("notes/a", "text", JsonText.string("hello"));
        fleet.awaitEqual();
    }

    @Test
    void partedMember_hearsNothingUntilHealed(TillFleet fleet) throws Exception {
        fleet.part(fleet.member(2));
        fleet.member(0).node().set("notes/b", "text", JsonText.string("without you"));
        fleet.member(2).node().set("notes/c", "text", JsonText.string("alone"));
        await().atMost(TillFleet.PATIENCE)
                .until(() -> fleet.member(1).node().get("notes/b", "text").isPresent());

        assertThat(fleet.member(2).node().get("notes/b", "text")).isEmpty();
        assertThat(fleet.member(0).node().get("notes/c", "text")).isEmpty();

        fleet.heal();

        fleet.awaitEverywhere("notes/b", "text", JsonText.string("without you"));
        fleet.awaitEverywhere("notes/c", "text", JsonText.string("alone"));
    }

    @Test
    void restartedMember_catchesUp(TillFleet fleet) throws Exception {
        fleet.member(1).stop();
        fleet.member(0).node().set("notes/d", "text", JsonText.string("meanwhile"));
        fleet.member(1).start();

        fleet.awaitEverywhere("notes/d", "text", JsonText.string("meanwhile"));
        fleet.awaitTogether();
    }
}
