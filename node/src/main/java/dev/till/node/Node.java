package dev.till.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.till.federation.github.Tokens;
import dev.till.federation.outbox.Outside;
import dev.till.node.api.ApiParts;
import dev.till.node.api.LocalHostname;
import dev.till.node.api.NodeSelf;
import dev.till.node.api.SocketServer;
import dev.till.node.backup.BackupHeader;
import dev.till.node.client.Change;
import dev.till.node.client.Reading;
import dev.till.node.client.Receipt;
import dev.till.node.client.Spread;
import dev.till.node.config.NodeConfig;
import dev.till.node.discovery.Discovery;
import dev.till.node.discovery.DiscoverySettings;
import dev.till.node.journal.JournalSettings;
import dev.till.node.log.NodeLog;
import dev.till.node.membership.ListenAddress;
import dev.till.node.membership.PeerFile;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.MembershipCommand;
import dev.till.node.message.MembershipCommand.ClusterState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.register.RegisterSettings;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.setup.Distribution;
import dev.till.node.store.SqliteLibrary;
import dev.till.node.trust.DeviceKey;
import dev.till.node.trust.Firewall;
import dev.till.node.trust.FleetTls;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node in this process. Made by {@link Till#start}; closing it stops it in order, and what was acknowledged is
 * on disk.
 */
public final class Node implements Till {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NodeParts parts;
    private final Instant begun;
    private final ActorSystem<LocalRoot.Command> system;
    private final LocalRoot.Actors actors;
    private final SocketServer socket;
    private final EmbeddedTill view;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private Node(NodeParts parts, Optional<NodeLog> log, CompletableFuture<String> failed) throws IOException {
        this.parts = parts;
        begun = parts.clock().instant();
        var started = new CompletableFuture<LocalRoot.Actors>();
        var loader = Node.class.getClassLoader();
        system = ActorSystem.create(
                LocalRoot.create(parts, started, failed),
                "till-local",
                BootstrapSetup.create(localConfig(loader)).withClassloader(loader));
        actors = await(started, PATIENCE);
        socket = SocketServer.open(parts.config().home(), api(log));
        view = new EmbeddedTill(
                system, actors.registers(), actors.journal(), parts.config().home());
        // Its only failures are those of the handler, which it logs itself.
        var unused = failed.thenAccept(this::onFailure);
    }

    /** Starts a node and returns when it serves; see {@link Till#start}. */
    static Node start(NodeConfig config) throws IOException {
        return start(config, Optional.empty(), new Firewall());
    }

    /**
     * Starts a node and returns when it serves.
     *
     * @param log of this process, if the process is the node's own
     * @param firewall devices to keep no connection with
     */
    public static Node start(NodeConfig config, Optional<NodeLog> log, Firewall firewall) throws IOException {
        var settings = new Storage.Settings(
                new JournalSettings(
                        config.segmentBytes(),
                        JournalSettings.DEFAULTS.batchBytes(),
                        config.maxDrift(),
                        JournalSettings.DEFAULTS.maxHeld(),
                        config.hub().address().isPresent()
                                ? OptionalLong.of(config.hub().backlog())
                                : OptionalLong.empty()),
                new RegisterSettings(
                        config.memoryBytes(),
                        RegisterSettings.DEFAULTS.idle(),
                        RegisterSettings.DEFAULTS.recentBytes()));
        var storage = Storage.open(
                config.home(),
                settings,
                () -> log.ifPresent(own -> {
                    own.writeTo(config.home());
                    SqliteLibrary.loadBy(config.home());
                }));
        try {
            // After the lock: whoever starts a second node on a home learns that, not that the first one has the port.
            var listen = ListenAddress.choose(config.bind(), config.port());
            return new Node(parts(config, storage, listen, firewall), log, new CompletableFuture<>());
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static NodeParts parts(NodeConfig config, Storage storage, ListenAddress listen, Firewall firewall)
            throws IOException {
        var clock = InstantSource.system();
        var key = DeviceKey.ofHome(config.home());
        var trust = TrustStore.open(config.home(), key, config.name().orElseGet(Node::hostName), clock);
        var peers = PeerFile.ofHome(config.home());
        var discovery = new Discovery(
                new DiscoverySettings(
                        config.discovery(),
                        config.mdns(),
                        config.peers().stream().map(Endpoint::parse).toList()),
                () -> Stream.concat(
                                peers.endpoints().stream(),
                                trust.introduced().stream().map(Endpoint::parse))
                        .toList());
        return new NodeParts(
                config,
                storage,
                trust,
                new FleetTls(key, trust::membership, firewall),
                listen,
                peers,
                discovery,
                outside(config, clock),
                clock);
    }

    /** The only way to GitHub; it opens with the first request that the role allows. */
    private static Outside outside(NodeConfig config, InstantSource clock) {
        return new Outside(
                config.githubApi(),
                new Tokens(
                        Optional.ofNullable(System.getenv("TILL_GITHUB_TOKEN")),
                        config.home().resolve("federation").resolve("token")),
                config.githubCa(),
                clock,
                LocalRoot.BACKOFF);
    }

    /** The name of this machine, as far as it can be one of a device. */
    static DeviceName hostName() {
        try {
            var name = LocalHostname.read().replaceAll("[^A-Za-z0-9._-]", "-");
            return new DeviceName(name.substring(0, Math.min(name.length(), 64)));
        } catch (IllegalArgumentException e) {
            LOG.debug("This machine has no name to use", e);
            return new DeviceName("node");
        }
    }

    /** Where everything of this node lives. */
    public Path home() {
        return parts.config().home();
    }

    /** The id of this device. */
    public DeviceId device() {
        return parts.trust().self();
    }

    /** The name of this device in its fleet. */
    public DeviceName name() {
        return parts.trust().name();
    }

    /** The fleet it belongs to now. */
    public FleetId fleet() {
        return parts.trust().list().fleet();
    }

    /** Host and port that peers reach it at now. */
    public String address() {
        try {
            return clusterState().endpoint().toString();
        } catch (IOException e) {
            return parts.listen().endpoint().toString();
        }
    }

    /** How its cluster system stands. */
    public ClusterState clusterState() throws IOException {
        return ask(actors.membership(), MembershipCommand.Describe::new);
    }

    /** Replaces its cluster system; everything local goes on. */
    public void recreateCluster(String reason) {
        actors.membership().tell(new MembershipCommand.Recreate(reason));
    }

    /** Completed when the node has stopped: normally when it was closed, else with what failed. */
    public CompletionStage<Void> stopped() {
        return stopped.copy();
    }

    @Override
    public Optional<Reading> get(String entity, String field) throws IOException, Refusal {
        return view.get(entity, field);
    }

    @Override
    public List<Reading> list(String prefix) throws IOException, Refusal {
        return view.list(prefix);
    }

    @Override
    public Receipt write(List<Change> changes, Spread spread, Duration patience) throws IOException, Refusal {
        return view.write(changes, spread, patience);
    }

    @Override
    public CompletionStage<Receipt> writeLater(List<Change> changes) {
        return view.writeLater(changes);
    }

    @Override
    public Subscription watch(String prefix, long since, Consumer<Reading> listener) throws IOException, Refusal {
        return view.watch(prefix, since, listener);
    }

    @Override
    public Components components() {
        return view.components();
    }

    @Override
    public String status() throws IOException, Refusal {
        return view.status();
    }

    /** Leaves the cluster, folds and stops; does nothing the second time. Takes some seconds at most. */
    @Override
    public void close() throws IOException {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        var faults = new ArrayList<String>();
        attempt(faults, "the local API", socket::close);
        system.tell(LocalRoot.Ending.NOW);
        attempt(faults, "leaving the cluster", () -> ask(actors.membership(), MembershipCommand.Leave::new));
        attempt(faults, "discovery", () -> await(parts.discovery().close().toCompletableFuture(), PATIENCE));
        actors.fleet().tell(new FleetCommand.Close());
        attempt(faults, "folding", () -> ask(actors.registers(), RegisterCommand.Compact::new));
        system.terminate();
        attempt(faults, "the actors", () -> await(system.getWhenTerminated().toCompletableFuture(), PATIENCE));
        attempt(faults, "the files", parts.storage()::close);
        if (!faults.isEmpty()) {
            LOG.warn("Stopped, but not all in order: {}", String.join("; ", faults));
        }
        stopped.complete(null);
    }

    /** A step of stopping. */
    private interface Step {
        void take() throws IOException;
    }

    private static void attempt(List<String> faults, String what, Step step) {
        try {
            step.take();
        } catch (IOException | RuntimeException e) {
            faults.add(what + ": " + e.getMessage());
        }
    }

    private void onFailure(String actor) {
        LOG.error("The {} of this node has failed; stopping. What was acknowledged is on disk", actor);
        ConnectedTill.daemon(
                        () -> {
                            try {
                                close();
                            } catch (IOException e) {
                                LOG.warn("Stopping: {}", e.getMessage());
                            }
                        },
                        "till-stop")
                .start();
        stopped.completeExceptionally(new IOException("the " + actor + " of the node has failed; see its log"));
    }

    private ApiParts api(Optional<NodeLog> log) {
        return new ApiParts(
                system.dispatchers().lookup(DispatcherSelector.fromConfig("till.dispatchers.api")),
                system.scheduler(),
                actors.registers(),
                actors.journal(),
                actors.fleet(),
                actors.trust(),
                actors.ssh(),
                actors.schedule(),
                actors.files(),
                actors.federation(),
                actors.hub(),
                parts.clock(),
                LocalHostname.read(),
                this::self,
                () -> parts.config().settings(),
                log,
                this::backUp,
                new ServedLines(parts.config().home()),
                Distribution.ofThisProcess(),
                () -> ConnectedTill.daemon(this::closeQuietly, "till-down").start());
    }

    private long backUp(Path file, LongConsumer progress) throws IOException {
        var storage = parts.storage();
        var header = new BackupHeader(
                Versions.current(), device(), name(), fleet(), parts.clock().instant());
        return new HomeBackup(parts.config().home(), storage::segments).write(file, header, progress);
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LOG.warn("Stopping: {}", e.getMessage());
        }
    }

    private NodeSelf self() {
        return new NodeSelf(
                name(),
                device(),
                fleet(),
                Versions.current(),
                address(),
                Duration.between(begun, parts.clock().instant()));
    }

    private static Config localConfig(ClassLoader loader) {
        return ConfigFactory.parseResources(loader, "local-system.conf")
                .withFallback(ConfigFactory.defaultReferenceUnresolved(loader))
                .resolve();
    }

    private <C, R> R ask(ActorRef<C> actor, Function<ActorRef<R>, C> message) throws IOException {
        return await(
                AskPattern.ask(actor, message::apply, PATIENCE, system.scheduler())
                        .toCompletableFuture(),
                PATIENCE);
    }

    private static <R> R await(CompletableFuture<R> future, Duration patience) throws IOException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the node");
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + patience.toSeconds() + " s", e);
        }
    }
}
