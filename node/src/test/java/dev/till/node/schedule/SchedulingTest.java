package dev.till.node.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.ScheduleCommand.Reply;
import dev.till.node.message.ScheduleCommand.Synced;
import dev.till.protocol.schedule.Rhythm.Daily;
import dev.till.protocol.schedule.Rhythm.Hourly;
import dev.till.protocol.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours pass in virtual time: the clock and the timers go on together. */
class SchedulingTest {
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path home;

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<Reply> replies = kit.createTestProbe(Reply.class);
    private final List<Instant> syncs = new ArrayList<>();
    private CompletionStage<Synced> outcome = CompletableFuture.completedFuture(new Synced(true, 2, 3));
    private Instant now = START;

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void hours_areKeptTo() {
        var scheduling = started();
        set(scheduling, new ScheduleCommand.Set(new Hourly(2), replies.ref()));

        pass(scheduling, Duration.ofHours(6));

        assertThat(syncs).hasSize(3);
        assertThat(syncs.get(0)).isEqualTo(START.plus(Duration.ofHours(2)));
        assertThat(shown(scheduling).history()).hasSize(3).allSatisfy(run -> {
            assertThat(run.status()).isEqualTo(Schedule.SUCCESS);
            assertThat(run.installations()).isEqualTo(2);
            assertThat(run.hosts()).isEqualTo(3);
        });
    }

    @Test
    void timeOfDay_isKeptTo() {
        var scheduling = started();
        set(scheduling, new ScheduleCommand.Set(Daily.parse("04:10"), replies.ref()));

        pass(scheduling, Duration.ofHours(2));

        assertThat(syncs)
                .singleElement()
                .satisfies(at -> assertThat(at.atZone(ZoneOffset.UTC).toLocalTime())
                        .isBetween(LocalTime.of(4, 10), LocalTime.of(4, 10).plus(STEP)));
        assertThat(shown(scheduling).next()).isEqualTo(Instant.parse("2026-01-03T04:10:00Z"));
    }

    @Test
    void whatWasMissed_isCaughtUpOnce_andOnlyWhenPeersHadTimeToBeMet() throws IOException {
        Files.writeString(
                home.resolve("schedule.json"),
                "{\"sync\":{\"enabled\":true,\"interval_hours\":6,\"next_run\":\"2025-11-01T00:00:00Z\"}}");
        var scheduling = started();

        advance(scheduling, SETTLE.minusSeconds(1));
        assertThat(syncs).isEmpty();
        advance(scheduling, Duration.ofSeconds(1));

        assertThat(syncs).hasSize(1);
        assertThat(shown(scheduling).next()).isEqualTo(now.plus(Duration.ofHours(6)));
    }

    @Test
    void failures_areCountedUntilItWorksAgain() {
        outcome = CompletableFuture.failedFuture(new IOException("no socket"));
        var scheduling = started();
        set(scheduling, new ScheduleCommand.Set(new Hourly(1), replies.ref()));

        pass(scheduling, Duration.ofHours(3));
        assertThat(shown(scheduling).failures()).isEqualTo(3);
        outcome = CompletableFuture.completedFuture(new Synced(true, 1, 0));
        pass(scheduling, Duration.ofHours(1));

        assertThat(shown(scheduling).failures()).isZero();
        assertThat(shown(scheduling).lastStatus()).contains(Schedule.SUCCESS);
    }

    @Test
    void syncThatIsUnderWay_isNotBegunAgain() {
        var slow = new CompletableFuture<Synced>();
        outcome = slow;
        var scheduling = started();
        set(scheduling, new ScheduleCommand.Set(new Hourly(1), replies.ref()));

        pass(scheduling, Duration.ofHours(3));
        assertThat(syncs).hasSize(1);
        slow.complete(new Synced(true, 1, 0));
        assertThat(shown(scheduling).history().get(0).took()).isEqualTo(Duration.ofHours(2));
        outcome = CompletableFuture.completedFuture(new Synced(true, 1, 0));
        pass(scheduling, Duration.ofHours(1));

        assertThat(syncs).hasSize(2);
    }

    @Test
    void clockThatWasAhead_delaysNothingForLong() throws IOException {
        Files.writeString(
                home.resolve("schedule.json"),
                "{\"sync\":{\"enabled\":true,\"interval_hours\":1,\"next_run\":\"2031-01-01T00:00:00Z\"}}");
        var scheduling = started();

        pass(scheduling, Duration.ofMinutes(80));

        assertThat(syncs).hasSize(1);
    }

    @Test
    void offMeansOff() {
        var scheduling = started();
        set(scheduling, new ScheduleCommand.Set(new Hourly(1), replies.ref()));
        set(scheduling, new ScheduleCommand.Off(replies.ref()));

        pass(scheduling, Duration.ofHours(2));

        assertThat(syncs).isEmpty();
        assertThat(home.resolve("schedule.json")).doesNotExist();
        assertThat(schedule(scheduling)).isEmpty();
    }

    private ActorRef<ScheduleCommand> started() {
        var tools = new Scheduling.Tools(home, this::sync, () -> now, () -> ZoneOffset.UTC, SETTLE);
        var scheduling = kit.spawn(Scheduling.create(tools));
        shown(scheduling);
        return scheduling;
    }

    private CompletionStage<Synced> sync() {
        syncs.add(now);
        return outcome;
    }

    private void pass(ActorRef<ScheduleCommand> scheduling, Duration duration) {
        for (var left = duration; !left.isZero(); left = left.minus(STEP)) {
            advance(scheduling, STEP);
        }
    }

    /** Its second answer shows that it has dealt with what became due, and with what came of that. */
    private void advance(ActorRef<ScheduleCommand> scheduling, Duration by) {
        now = now.plus(by);
        time.timePasses(by);
        shown(scheduling);
        shown(scheduling);
    }

    private void set(ActorRef<ScheduleCommand> scheduling, ScheduleCommand command) {
        scheduling.tell(command);
        replies.expectMessageClass(Reply.Now.class);
    }

    private Schedule shown(ActorRef<ScheduleCommand> scheduling) {
        return schedule(scheduling).orElse(null);
    }

    private Optional<Schedule> schedule(ActorRef<ScheduleCommand> scheduling) {
        scheduling.tell(new ScheduleCommand.Show(replies.ref()));
        return replies.expectMessageClass(Reply.Now.class, Duration.ofMinutes(1))
                .schedule();
    }
}
