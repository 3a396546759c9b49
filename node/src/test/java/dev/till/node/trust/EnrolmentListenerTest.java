package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.till.node.Patience;
import dev.till.node.message.TrustCommand.Invited;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.trust.EnrolmentAnswer.Denied;
import dev.till.node.trust.EnrolmentAnswer.Reason;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.Invite;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes through the open port that should not. */
class EnrolmentListenerTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path homes;

    private TrustStore inviter;
    private Inviting inviting;
    private Invite invite;

    @BeforeEach
    void open() throws Exception {
        inviter = Homes.open(homes, "inviter");
        invite(Patience.LIMIT);
    }

    private void invite(Duration patience) throws Exception {
        var settings = new TrustSettings(Optional.of("127.0.0.1"), 0, patience);
        inviting = new Inviting(inviter, Invites.open(homes.resolve("inviter")), settings, List::of);
        var invited = (Done<Invited>) inviting.invite(Duration.ofHours(1), false);
        invite = Invite.parse(invited.value().line());
    }

    @AfterEach
    void close() throws IOException {
        inviting.close();
    }

    @Test
    void stranger_isRefusedInTheHandshake() throws Exception {
        try (var socket = connect(DeviceKey.ofHome(homes.resolve("stranger")))) {
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream().write(new byte[100]);
                        EnrolmentCodec.receiveAnswer(socket.getInputStream());
                    })
                    .isInstanceOf(IOException.class);
        }
        assertNothingChanged();
    }

    @Test
    void requestThatIsTooLong_isDeniedUnread() throws Exception {
        try (var socket = connect(DeviceKey.ofSeed(invite.seed()))) {
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(EnrolmentCodec.MAX_REQUEST + 1);
            out.flush();

            assertDenied(socket, Reason.MALFORMED, "expected: 1 to 65536");
        }
    }

    @Test
    void requestOfANewerTill_isDeniedWithBothVersions() throws Exception {
        try (var socket = connect(DeviceKey.ofSeed(invite.seed()))) {
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(2);
            out.write(new byte[] {9, 0});
            out.flush();

            assertDenied(socket, Reason.VERSION, "version 9 (expected: 1");
        }
    }

    @Test
    void requestForAKeyOneDoesNotHold_isDenied() throws Exception {
        var inviteKey = DeviceKey.ofSeed(invite.seed());
        var mine = Homes.open(homes, "mine").key();
        var other = Homes.open(homes, "other").key();
        var honest = EnrolmentRequest.sign(
                mine.signing(), new DeviceName("x"), List.of(), invite.fleet(), inviteKey.publicKey());
        var stolen = new EnrolmentRequest(other.publicKey(), honest.name(), List.of(), honest.proof());

        try (var socket = connect(inviteKey)) {
            EnrolmentCodec.send(stolen, socket.getOutputStream());

            assertDenied(socket, Reason.MALFORMED, "does not prove");
        }
    }

    @Test
    void requestMeantForAnotherFleet_isDenied() throws Exception {
        var inviteKey = DeviceKey.ofSeed(invite.seed());
        var mine = Homes.open(homes, "mine");
        var elsewhere = EnrolmentRequest.sign(
                mine.key().signing(),
                new DeviceName("x"),
                List.of(),
                mine.list().fleet(),
                inviteKey.publicKey());

        try (var socket = connect(inviteKey)) {
            EnrolmentCodec.send(elsewhere, socket.getOutputStream());

            assertDenied(socket, Reason.MALFORMED, "does not prove");
        }
    }

    @Test
    void connectionThatSaysNothing_isCutWhenPatienceEnds() throws Exception {
        inviting.close();
        invite(SHORT);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void moreConnectionsThanWelcome_areCutAtOnceAndOthersServedLater() throws Exception {
        inviting.close();
        invite(SHORT);
        var silent = new ArrayList<Socket>();
        for (int i = 0; i < 12; i++) {
            silent.add(new Socket(InetAddress.getLoopbackAddress(), port()));
        }

        // Whoever is let in waits for the silent ones to be cut, and no longer.
        var machine = new Enrolling(Homes.open(homes, "new"), Patience.LIMIT);
        await().until(() -> machine.ask(invite.line(), Optional.empty(), List.of()) instanceof Done);
        for (Socket socket : silent) {
            socket.close();
        }
    }

    private SSLSocket connect(DeviceKey key) throws IOException {
        var context = TlsContext.of(key, server -> {});
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        return socket;
    }

    private int port() {
        var address = invite.addresses().get(0);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private void assertDenied(SSLSocket socket, Reason reason, String words) throws Exception {
        assertThat(EnrolmentCodec.receiveAnswer(socket.getInputStream()))
                .isInstanceOfSatisfying(Denied.class, denied -> {
                    assertThat(denied.reason()).isEqualTo(reason);
                    assertThat(denied.message()).contains(words);
                });
        assertNothingChanged();
    }

    private void assertNothingChanged() {
        assertThat(inviter.list().members()).hasSize(1);
    }
}
