package dev.till.node.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Put;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.CapturedLogEvent;
import org.apache.pekko.actor.testkit.typed.Effect.TimerScheduled;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class HeartbeatTest {
    private static final DeviceId SELF = new DeviceId(1, 2, 3);

    private final TestInbox<RegisterCommand> registers = TestInbox.create();
    private final BehaviorTestKit<Heartbeat.Command> heartbeat =
            BehaviorTestKit.create(Heartbeat.create(SELF, Duration.ofSeconds(7), registers.getRef()));

    @Test
    void started_beatsAtOnceAndThenAtTheInterval() {
        var timer = heartbeat.getAllEffects().stream()
                .filter(TimerScheduled.class::isInstance)
                .map(TimerScheduled.class::cast)
                .findFirst();

        assertThat(timer).hasValueSatisfying(scheduled -> {
            assertThat(scheduled.mode().toString()).startsWith("FixedDelayModeWithInitialDelay(0");
            assertThat(scheduled.duration()).isEqualTo(Duration.ofSeconds(7));
        });
    }

    @Test
    void beat_writesOnlineUnderThisDevice() {
        heartbeat.run(Heartbeat.Beat.NOW);

        var put = (Put) registers.receiveMessage();
        assertThat(put.assignments()).singleElement().satisfies(assignment -> {
            assertThat(assignment.key().entity()).hasToString("till/heartbeat/" + SELF);
            assertThat(assignment.key().field()).hasToString("status");
            assertThat(assignment.content()).hasToString("\"online\"");
        });
    }

    @Test
    void writtenBeat_isNotWorthALine() {
        heartbeat.run(new Heartbeat.Answered(new Written.Done(List.of(), 0)));

        assertThat(heartbeat.getAllLogEntries()).isEmpty();
    }

    @Test
    void failedBeat_saysWhy() {
        heartbeat.run(new Heartbeat.Answered(new Written.Failed("disk full", true)));

        assertThat(heartbeat.getAllLogEntries())
                .containsExactly(new CapturedLogEvent(Level.WARN, "No heartbeat written: disk full"));
    }
}
