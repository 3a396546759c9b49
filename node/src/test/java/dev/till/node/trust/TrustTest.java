package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.message.TrustCommand;
import dev.till.node.message.TrustCommand.Enrolled;
import dev.till.node.message.TrustCommand.Invited;
import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private final ActorTestKit kit = ActorTestKit.create();

    @TempDir
    Path homes;

    private TrustStore store;
    private ActorRef<TrustCommand> trust;

    @BeforeEach
    void start() throws IOException {
        store = Homes.open(homes, "one");
        trust = spawn("one", store);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void subscriber_isToldTheListNowAndAfterEachChange() throws IOException {
        TestProbe<DeviceList> subscriber = kit.createTestProbe();
        var founded = store.list();
        var more = Homes.enrolled(store, Homes.open(homes, "two"), "two");

        trust.tell(new TrustCommand.Subscribe(subscriber.getRef()));
        trust.tell(new TrustCommand.Subscribe(subscriber.getRef()));
        trust.tell(new TrustCommand.Learn(more));

        subscriber.expectMessage(founded);
        subscriber.expectMessage(founded);
        subscriber.expectMessage(more);
        subscriber.expectNoMessage(Duration.ofMillis(200));
        assertThat(ask(TrustCommand.Current::new)).isEqualTo(more);
    }

    @Test
    void subscriberThatStopped_isForgotten() throws IOException {
        TestProbe<DeviceList> gone = kit.createTestProbe();
        trust.tell(new TrustCommand.Subscribe(gone.getRef()));
        gone.receiveMessage();
        gone.stop();

        trust.tell(new TrustCommand.Learn(Homes.enrolled(store, Homes.open(homes, "two"), "two")));

        assertThat(ask(TrustCommand.Current::new).members()).hasSize(2);
    }

    @Test
    void listOfAnotherFleet_isNotLearned() throws IOException {
        trust.tell(new TrustCommand.Learn(Homes.open(homes, "two").list()));

        assertThat(ask(TrustCommand.Current::new)).isEqualTo(store.list());
    }

    @Test
    void invitedBySomebodysNode_thisNodeBelongsToItsFleet() throws IOException {
        var two = Homes.open(homes, "two");
        var newcomer = spawn("two", two);
        TestProbe<DeviceList> subscriber = kit.createTestProbe();
        newcomer.tell(new TrustCommand.Subscribe(subscriber.getRef()));
        subscriber.receiveMessage();
        trust.tell(new TrustCommand.Reachable(List.of("10.0.0.1:7270")));
        var line = invite();

        TrustReply<Enrolled> reply = ask(newcomer, replyTo -> new TrustCommand.Enrol(line, Optional.empty(), replyTo));

        assertThat(reply)
                .isEqualTo(new Done<>(
                        new Enrolled(store.list().fleet(), new DeviceName("two"), 2, List.of("10.0.0.1:7270"))));
        assertThat(subscriber.receiveMessage()).isEqualTo(store.list());
        assertThat(ask(TrustCommand.Current::new).members()).hasSize(2);
    }

    @Test
    void changeOfFleet_forgetsTheInvitesOfTheOldOne() throws IOException {
        var two = Homes.open(homes, "two");
        var newcomer = spawn("two", two);
        TrustReply<Invited> old = ask(newcomer, replyTo -> new TrustCommand.Invite(Duration.ofHours(1), true, replyTo));
        var line = invite();
        TrustReply<Enrolled> enrolled =
                ask(newcomer, replyTo -> new TrustCommand.Enrol(line, Optional.empty(), replyTo));
        assertThat(enrolled).isInstanceOf(Done.class);
        ask(newcomer, TrustCommand.Current::new);

        var stale = ((Done<Invited>) old).value().line();
        var third = new Enrolling(Homes.open(homes, "three"), Patience.LIMIT);

        assertThat(third.ask(stale, Optional.empty(), List.of())).isInstanceOf(Refused.class);
        assertThat(two.list().members()).hasSize(2);
    }

    @Test
    void revoked_byNameOrId() throws IOException {
        var two = Homes.open(homes, "two");
        trust.tell(new TrustCommand.Learn(Homes.enrolled(store, two, "two")));

        assertRefused(revoke("three"), Why.ABSENT, "no such device: three");
        assertRefused(revoke("one"), Why.CONFLICT, "one is this device");
        assertThat(revoke("TWO"))
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(done.value())
                                .isEqualTo(store.membership().find(two.self()).orElseThrow()));
        assertThat(revoke(two.self().toString())).as("again").isInstanceOf(Done.class);
        assertThat(store.list().members()).hasSize(1);
    }

    @Test
    void revoke_whereANameIsTwice_asksForTheId() throws IOException {
        trust.tell(new TrustCommand.Learn(Homes.enrolled(store, Homes.open(homes, "two"), "same")));
        ask(TrustCommand.Current::new);
        trust.tell(new TrustCommand.Learn(Homes.enrolled(store, Homes.open(homes, "three"), "same")));

        assertRefused(revoke("same"), Why.CONFLICT, "several devices are named same");
    }

    @Test
    void revoke_onADeviceThatIsNoAdmin_isRefused() throws IOException {
        var two = Homes.open(homes, "two");
        two.replace(Homes.enrolled(store, two, "two"));
        var plain = spawn("two", two);

        TrustReply<DeviceRecord> reply = ask(plain, replyTo -> new TrustCommand.Revoke("one", replyTo));

        assertRefused(reply, Why.FORBIDDEN, "no admin");
    }

    @Test
    void secrets_areNotInTheTextOfMessages() {
        var line = invite();

        assertThat(new Invited(line, Homes.NOON.instant()).toString()).doesNotContain(line);
        assertThat(new TrustCommand.Enrol(line, Optional.empty(), null).toString())
                .doesNotContain(line);
    }

    private ActorRef<TrustCommand> spawn(String name, TrustStore of) throws IOException {
        var settings = TrustSettings.of(Optional.of("127.0.0.1"), 0);
        return kit.spawn(Trust.create(homes.resolve(name), of, settings), DispatcherSelector.blocking());
    }

    private String invite() {
        TrustReply<Invited> invited =
                ask(trust, replyTo -> new TrustCommand.Invite(Duration.ofHours(1), false, replyTo));
        return ((Done<Invited>) invited).value().line();
    }

    private TrustReply<DeviceRecord> revoke(String device) {
        return ask(trust, replyTo -> new TrustCommand.Revoke(device, replyTo));
    }

    private <T> T ask(Function<ActorRef<T>, TrustCommand> question) {
        return ask(trust, question);
    }

    private <T> T ask(ActorRef<TrustCommand> whom, Function<ActorRef<T>, TrustCommand> question) {
        TestProbe<T> probe = kit.createTestProbe();
        whom.tell(question.apply(probe.getRef()));
        return probe.receiveMessage();
    }

    private static void assertRefused(TrustReply<?> reply, Why why, String words) {
        assertThat(reply).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.message()).contains(words);
            assertThat(refused.why()).isEqualTo(why);
        });
    }
}
