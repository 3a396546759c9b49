package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.till.node.ActorSystems;
import dev.till.node.Patience;
import dev.till.protocol.trust.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real actor systems over real sockets: who gets through to whom. */
class ArteryTlsTest {

    @TempDir
    Path homes;

    private final List<ActorSystem> systems = new ArrayList<>();
    private TrustStore founder;
    private TrustStore second;
    private ActorSystem server;

    /** Answers what it is told. */
    static final class Echo extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(String.class, text -> getSender().tell(text, getSelf()))
                    .build();
        }
    }

    @BeforeEach
    void start() throws IOException {
        founder = Homes.open(homes, "founder");
        second = Homes.open(homes, "second");
        founder.replace(Homes.enrolled(founder, second, "second"));
        server = system(founder.key(), founder::membership);
        server.actorOf(Props.create(Echo.class, Echo::new), "echo");
    }

    @AfterEach
    void stop() {
        for (ActorSystem system : systems) {
            ActorSystems.end(system);
        }
    }

    @Test
    void enrolledDevices_talk() {
        var client = system(second.key(), founder::membership);

        awaitAnswer(client);
    }

    @Test
    void stranger_isNotHeard() throws IOException {
        var stranger = Homes.open(homes, "stranger");
        // It believes the fleet's members, but they do not know it.
        var client = system(stranger.key(), founder::membership);
        var friend = system(second.key(), founder::membership);

        awaitAnswer(friend);
        assertThat(isAnswered(client)).isFalse();
    }

    @Test
    void stranger_isNotSpokenTo() throws IOException {
        var stranger = Homes.open(homes, "stranger");
        var client = system(second.key(), stranger::membership);

        assertThat(isAnswered(client))
                .as("the client believes only a fleet the server is not in")
                .isFalse();
    }

    @Test
    void revokedWhileConnected_isCut() throws IOException {
        var client = system(second.key(), founder::membership);
        awaitAnswer(client);
        // From here on the client believes what it always did: only the server knows.
        var before = founder.membership();
        var stubborn = system(second.key(), () -> before);
        awaitAnswer(stubborn);

        founder.replace(founder.list().revoke(founder.key().signing(), second.self(), Homes.NOON.instant()));

        await().until(() -> !isAnswered(stubborn));
        assertThat(isAnswered(stubborn)).isFalse();
    }

    @Test
    void blockedMember_isCutUntilItIsBlockedNoMore() {
        var firewall = new Firewall();
        var client = system(second.key(), founder::membership, firewall);
        awaitAnswer(client);

        firewall.block(List.of(founder.self()));

        await().until(() -> !isAnswered(client));
        assertThat(isAnswered(client)).isFalse();

        firewall.block(List.of());

        awaitAnswer(client);
    }

    @Test
    void plaintextClient_getsNoWordAndIsCut() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            socket.getOutputStream()
                    .write("AKKA\1 hello, is anybody there?\n".repeat(50).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(readToEnd(socket)).as("at most a TLS alert").hasSizeLessThanOrEqualTo(7);
        }
    }

    @Test
    void systemWithoutTheSetup_doesNotStart() {
        assertThat(catchThrowable(() -> ActorSystem.create("bare", config()))).isNotNull();
    }

    private static byte[] readToEnd(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // Reset: cut off even more plainly.
            return new byte[0];
        } catch (IOException e) {
            throw new AssertionError("still open", e);
        }
    }

    private ActorSystem system(DeviceKey key, Supplier<Membership> membership) {
        return system(key, membership, new Firewall());
    }

    private ActorSystem system(DeviceKey key, Supplier<Membership> membership, Firewall firewall) {
        var setup = ActorSystemSetup.create(
                BootstrapSetup.create(config()), ArteryTls.setup(new FleetTls(key, membership, firewall)));
        var system = ActorSystem.create("till", setup);
        systems.add(system);
        return system;
    }

    private static Config config() {
        return ArteryTls.config().withFallback(ConfigFactory.parseString("""
                        pekko.actor.provider = remote
                        pekko.actor.allow-java-serialization = off
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        pekko.remote.use-unsafe-remote-features-outside-cluster = on
                        pekko.remote.warn-unsafe-watch-outside-cluster = off
                        pekko.loglevel = WARNING
                        pekko.coordinated-shutdown.exit-jvm = off
                        pekko.jvm-exit-on-fatal-error = off
                        """)).withFallback(ConfigFactory.load());
    }

    private int port() {
        return (Integer) ((ExtendedActorSystem) server)
                .provider()
                .getDefaultAddress()
                .port()
                .get();
    }

    private void awaitAnswer(ActorSystem from) {
        await().until(() -> isAnswered(from));
    }

    private boolean isAnswered(ActorSystem from) {
        var echo = from.actorSelection("pekko://till@127.0.0.1:" + port() + "/user/echo");
        try {
            return Patterns.ask(echo, "hello", Duration.ofSeconds(2))
                    .toCompletableFuture()
                    .join()
                    .equals("hello");
        } catch (CompletionException e) {
            return false;
        }
    }
}
