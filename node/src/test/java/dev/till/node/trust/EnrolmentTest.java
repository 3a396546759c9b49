package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.Patience;
import dev.till.node.message.TrustCommand;
import dev.till.node.message.TrustCommand.Enrolled;
import dev.till.node.message.TrustCommand.Invited;
import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceRecord;
import dev.till.protocol.trust.Fingerprint;
import dev.till.protocol.trust.Invite;
import dev.till.protocol.trust.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inviter behind its real port, and new machines that dial it. */
class EnrolmentTest {
    private static final TrustSettings LOOPBACK = new TrustSettings(Optional.of("127.0.0.1"), 0, Patience.LIMIT);

    @TempDir
    Path homes;

    private final AtomicReference<Instant> now = new AtomicReference<>(Homes.NOON.instant());
    private TrustStore inviter;
    private Inviting inviting;

    @BeforeEach
    void open() throws IOException {
        start();
    }

    @AfterEach
    void close() throws IOException {
        inviting.close();
    }

    private void start() throws IOException {
        inviter = store("inviter");
        inviting = new Inviting(
                inviter,
                Invites.open(homes.resolve("inviter")),
                LOOPBACK,
                () -> List.of("10.0.0.1:7270", "10.0.0.2:7270"));
        inviting.adjust();
    }

    @Test
    void invited_isEnrolledAndBothKnow() throws IOException {
        var machine = store("new");

        var enrolled = enrol(machine, line());

        assertThat(enrolled)
                .isEqualTo(new Done<>(new Enrolled(
                        inviter.list().fleet(), new DeviceName("new"), 2, List.of("10.0.0.1:7270", "10.0.0.2:7270"))));
        assertThat(machine.list()).isEqualTo(inviter.list());
        assertThat(inviter.membership().member(machine.self())).get().matches(device -> !device.admin());
        assertThat(machine.introduced()).containsExactly("10.0.0.1:7270", "10.0.0.2:7270");
        assertThat(inviter.introduced()).containsExactly("10.9.9.9:7270");
        assertThat(store("new").list()).as("on disk").isEqualTo(inviter.list());
    }

    @Test
    void invitedAsAdmin_isAdmin() throws IOException {
        var machine = store("new");

        enrol(machine, line(Duration.ofHours(1), true));

        assertThat(machine.membership().authority(machine.self())).isPresent();
    }

    @Test
    void withNoNodeRunning_theHomeIsMade() throws IOException {
        var home = homes.resolve("fresh");

        var enrolled = Enrolling.offline(home, line(), Optional.empty(), new DeviceName("fresh"), List.of(), now::get);

        assertThat(enrolled).isInstanceOf(Done.class);
        assertThat(store("fresh").list()).isEqualTo(inviter.list());
        assertThat(store("fresh").name()).isEqualTo(new DeviceName("fresh"));
    }

    @Test
    void notAnInvite_leavesNoTrace() throws IOException {
        var home = homes.resolve("fresh");

        var refused = Enrolling.offline(home, "hello", Optional.empty(), new DeviceName("fresh"), List.of(), now::get);

        assertRefused(refused, Why.USAGE, "not an invite line");
        assertThat(home).doesNotExist();
    }

    @Test
    void usedInvite_isRefusedToAnyOtherDevice() throws IOException {
        var line = line();
        enrol(store("first"), line);
        var second = store("second");
        var before = second.list();

        assertRefused(enrol(second, line), Why.FORBIDDEN, "this invite has let in another device; ask for a new one");

        assertThat(second.list()).isEqualTo(before);
        assertThat(inviter.list().members()).hasSize(2);
    }

    @Test
    void usedInvite_isRefusedAfterARestartToo() throws IOException {
        var line = line();
        enrol(store("first"), line);
        inviting.close();
        start();

        assertRefused(enrol(store("second"), line), Why.FORBIDDEN, "let in another device");
        assertRefused(enrol(store("first"), line), Why.CONFLICT, "belongs to fleet");
    }

    @Test
    void answerLost_theSameDeviceIsAnsweredAgain() throws IOException {
        var line = line();
        var machine = store("new");
        var enrolling = new Enrolling(machine, Patience.LIMIT);
        enrolling.ask(line, Optional.empty(), List.of());
        var entries = inviter.list().entries().size();
        inviting.close();
        start();

        assertThat(enrol(machine, line)).isInstanceOf(Done.class);

        assertThat(inviter.list().entries()).hasSize(entries);
        assertThat(machine.list()).isEqualTo(inviter.list());
    }

    @Test
    void diedBetweenMarkingAndSigning_theSameDeviceIsLetInOnRetry() throws IOException {
        var line = line();
        var machine = store("new");
        var list = inviter.list();
        enrol(machine, line);
        inviting.close();
        // As a crash would leave it: the invite marked, the list not yet written, the answer never sent.
        inviter.replace(list);
        Files.delete(homes.resolve("new/trust/devices"));
        start();

        assertRefused(enrol(store("other"), line), Why.FORBIDDEN, "another device");
        assertThat(enrol(store("new"), line)).isInstanceOf(Done.class);
    }

    @Test
    void expiredInvite_isRefusedByBothClocks() throws IOException {
        var line = line(Duration.ofMinutes(1), false);
        line();
        var machine = store("new");
        now.set(Homes.NOON.instant().plus(Duration.ofMinutes(2)));

        assertRefused(enrol(machine, line), Why.FORBIDDEN, "this invite expired at 2026-01-02T12:01");

        inviting.close();
        assertRefused(enrol(machine, line), Why.FORBIDDEN, "by this machine's clock; ask for a new one");
        assertThat(inviter.list().members()).hasSize(1);
    }

    @Test
    void lastInviteExpired_thePortCloses() throws IOException {
        var line = line(Duration.ofMinutes(1), false);
        now.set(Homes.NOON.instant().plus(Duration.ofMinutes(2)));

        assertThat(inviting.adjust()).isEmpty();

        assertRefused(enrol(store("new"), line), Why.FORBIDDEN, "expired at");
    }

    @Test
    void restarted_thePortInTheLineIsOpenAgain() throws IOException {
        var line = line();
        inviting.close();

        start();

        assertThat(enrol(store("new"), line)).isInstanceOf(Done.class);
    }

    @Test
    void alteredTruncatedOrNewerLine_isToldApart() throws Exception {
        var line = line();
        var machine = store("new");

        assertRefused(enrol(machine, line.substring(0, 100)), Why.FORBIDDEN, "its end is missing");
        assertRefused(enrol(machine, flip(line, 60)), Why.FORBIDDEN, "altered on the way");
        assertRefused(enrol(machine, "till7:" + line.substring(6)), Why.FORBIDDEN, "made by a newer till, form 7");
        assertRefused(enrol(machine, "till"), Why.FORBIDDEN, "its end is missing");
        assertThat(machine.list().members()).hasSize(1);
    }

    @Test
    void lineWithAnotherSecret_isNotLetThroughTheHandshake() throws Exception {
        var invite = Invite.parse(line());
        var forged = new Invite(
                invite.fleet(), invite.addresses(), invite.fingerprint(), Seed.of(new byte[32]), invite.expiry());

        assertRefused(enrol(store("new"), forged.line()), Why.FORBIDDEN, "does not know this invite");
    }

    @Test
    void anotherMachineAtTheAddress_isNotAsked() throws Exception {
        var invite = Invite.parse(line());
        var elsewhere = new Invite(
                invite.fleet(),
                invite.addresses(),
                Fingerprint.of(store("other").key().publicKey()),
                invite.seed(),
                invite.expiry());

        assertRefused(enrol(store("new"), elsewhere.line()), Why.FAILED, "not the inviting node");
        assertThat(inviter.list().members()).hasSize(1);
    }

    @Test
    void nobodyThere_saysWhatToDo() throws IOException {
        var line = line();
        inviting.close();

        assertRefused(enrol(store("new"), line), Why.FAILED, "expected: the inviting node running and reachable");
    }

    @Test
    void nameTaken_isRefusedWithTheOneThatHasIt() throws IOException {
        var first = store("first");
        enrol(first, line());
        var line = line();

        var refused = enrol(store("second"), line, Optional.of(new DeviceName("FIRST")));

        assertRefused(refused, Why.CONFLICT, "the name first is taken by device " + first.self());
        assertThat(enrol(store("second"), line)).as("the invite is not used up").isInstanceOf(Done.class);
    }

    @Test
    void revokedDevice_isNotLetInAgain() throws IOException {
        var machine = store("new");
        enrol(machine, line());
        inviter.revoke(machine.self());
        machine.learn(inviter.list());

        assertRefused(enrol(machine, line()), Why.FORBIDDEN, "was revoked in this fleet");
    }

    @Test
    void deviceOfAFleetWithOthers_doesNotLeaveThem() throws IOException {
        var machine = store("new");
        machine.enrol(store("friend").key().publicKey(), new DeviceName("friend"), false);

        assertRefused(enrol(machine, line()), Why.CONFLICT, "together with friend");
    }

    @Test
    void deviceThatIsNoAdmin_doesNotInvite() throws IOException {
        var machine = store("new");
        enrol(machine, line());
        var invitingToo = new Inviting(machine, Invites.open(homes.resolve("new")), LOOPBACK, List::of);

        assertRefused(invitingToo.invite(Duration.ofHours(1), false), Why.FORBIDDEN, "invite on inviter");
    }

    @Test
    void ttlOutOfBounds_isRefused() throws IOException {
        assertRefused(inviting.invite(Duration.ZERO, false), Why.USAGE, "from 1 second to 30 days");
        assertRefused(inviting.invite(Duration.ofDays(31), false), Why.USAGE, "from 1 second to 30 days");
    }

    @Test
    void tooManyInvites_areRefused() throws IOException {
        for (int i = 0; i < Invites.MAX; i++) {
            line();
        }

        assertRefused(inviting.invite(Duration.ofHours(1), false), Why.CONFLICT, "100 invites are out");
    }

    @Test
    void inviteFile_holdsNoSecret() throws Exception {
        var line = line();
        var seed = Invite.parse(line).seed().bytes();

        var text = Files.readString(homes.resolve("inviter/trust/invites"));

        assertThat(text).doesNotContain(HexFormat.of().formatHex(seed)).contains("till invites 1", " member -");
    }

    @Test
    void names_areGivenOnceUnderARush() {
        var machines = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return enrol(store("m" + i), line(), Optional.of(new DeviceName("same")));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();

        var replies = machines.stream().map(CompletableFuture::join).toList();

        assertThat(replies.stream().filter(Done.class::isInstance)).hasSize(1);
        await().until(() -> inviter.list().members().stream()
                        .map(DeviceRecord::name)
                        .distinct()
                        .count()
                == 2);
    }

    private TrustStore store(String name) throws IOException {
        var home = homes.resolve(name);
        return TrustStore.open(home, DeviceKey.ofHome(home), new DeviceName(name), now::get);
    }

    private String line() throws IOException {
        return line(Duration.ofHours(1), false);
    }

    private synchronized String line(Duration ttl, boolean admin) throws IOException {
        return ((Done<Invited>) inviting.invite(ttl, admin)).value().line();
    }

    private static TrustReply<TrustCommand.Enrolled> enrol(TrustStore machine, String line) throws IOException {
        return enrol(machine, line, Optional.empty());
    }

    private static TrustReply<TrustCommand.Enrolled> enrol(TrustStore machine, String line, Optional<DeviceName> name)
            throws IOException {
        var enrolling = new Enrolling(machine, Patience.LIMIT);
        var asked = enrolling.ask(line, name, List.of("10.9.9.9:7270"));
        return asked instanceof Done<Admitted> admitted ? enrolling.adopt(admitted.value()) : Enrolling.refused(asked);
    }

    private static String flip(String line, int at) {
        return line.substring(0, at) + (line.charAt(at) == 'A' ? 'B' : 'A') + line.substring(at + 1);
    }

    private static void assertRefused(TrustReply<?> reply, Why why, String words) {
        assertThat(reply).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.message()).contains(words);
            assertThat(refused.why()).isEqualTo(why);
        });
    }
}
