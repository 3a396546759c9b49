package dev.till.node;

import dev.till.node.cli.CommandFailure;
import dev.till.node.cli.ExitStatus;
import dev.till.node.cli.NodeStarter;
import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.demo.Demonstration;
import dev.till.node.journal.HomeInUseException;
import dev.till.node.journal.HomeLock;
import dev.till.node.log.NodeLog;
import dev.till.node.message.TrustCommand.Enrolled;
import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.trust.DeviceKey;
import dev.till.node.trust.Enrolling;
import dev.till.node.trust.Firewall;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** What the process of the command line can do with a node of its own. */
final class NodeProcess implements NodeStarter {
    private static final long NEARLY_NOTHING = 1 << 20;

    /** What an archive is refused without. */
    private static final List<String> ARCHIVE_FLAGS = List.of(
            "-XX:SharedArchiveFile=", "-XX:AOTCache=", "--enable-native-access=", "--sun-misc-unsafe-memory-access=");

    @Override
    public void up(Path home, List<String> settings, ReadyListener ready) throws CommandFailure {
        var config = config(home, settings);
        try {
            run(config, ready);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitStatus.NOT_PERMITTED, e.getMessage(), e);
        } catch (HomeInUseException e) {
            throw new CommandFailure(ExitStatus.FAILED, e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAILED, cannotStart(home, e), e);
        }
    }

    private static String cannotStart(Path home, IOException e) {
        var what = "the node could not start in " + home + ": " + e.getMessage();
        return isFull(home) ? what + ". That disk is full: free some space on it, and start again" : what;
    }

    /** Whether hardly anything can be written there, whatever was tried. */
    private static boolean isFull(Path home) {
        try {
            return Files.isDirectory(home) && Files.getFileStore(home).getUsableSpace() < NEARLY_NOTHING;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public int demo(int nodes, boolean json, PrintStream out) throws CommandFailure {
        try {
            Demonstration.show(nodes, json, out, launcher(), (atHome, line, name) -> {
                try {
                    enroll(atHome, line, Optional.of(name));
                } catch (CommandFailure e) {
                    throw new IOException(e.getMessage(), e);
                }
            });
            return ExitStatus.DONE;
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAILED, "the demonstration failed: " + e.getMessage(), e);
        }
    }

    /** Starts this same till in another process, from the archive of this one if it has any. */
    private static List<String> launcher() {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xmx128m"));
        ProcessHandle.current().info().arguments().stream()
                .flatMap(Arrays::stream)
                .filter(argument -> ARCHIVE_FLAGS.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    @Override
    public Joined enroll(Path home, String line, Optional<String> name) throws CommandFailure {
        try {
            return enrollOffline(home, line, name);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitStatus.NOT_PERMITTED, e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAILED, e.getMessage(), e);
        }
    }

    private static Joined enrollOffline(Path home, String line, Optional<String> name)
            throws IOException, CommandFailure {
        var lock = HomeLock.acquire(home);
        try (lock) {
            var fallback = config(home, List.of()).name().orElseGet(Node::hostName);
            var reply = Enrolling.offline(
                    home, line, name.map(DeviceName::new), fallback, List.of(), InstantSource.system());
            return new Joined(
                    joined(reply).name().value(),
                    DeviceKey.ofHome(home).id().toString(),
                    joined(reply).fleet().value());
        }
    }

    @Override
    public long backUp(Path home, Path file, LongConsumer progress) throws CommandFailure {
        return HomeFiles.backUp(home, file, config(home, List.of()).name().orElseGet(Node::hostName), progress);
    }

    @Override
    public Restored restore(Path file, Path home, LongConsumer progress) throws CommandFailure {
        return HomeFiles.restore(file, home, progress);
    }

    @Override
    public List<Setting> settings(Path home) throws CommandFailure {
        return config(home, List.of()).settings().chosen().entrySet().stream()
                .map(entry -> new Setting(
                        entry.getKey().key(),
                        entry.getValue().value(),
                        entry.getValue().source(),
                        entry.getKey().meaning()))
                .toList();
    }

    private static void run(NodeConfig config, ReadyListener ready) throws IOException, CommandFailure {
        var log = NodeLog.configure(config.name().orElseGet(Node::hostName).value(), config.logLevel());
        try (var node = Node.start(config, Optional.of(log), new Firewall())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAtExit(node), "till-exit"));
            ready.ready(new Ready(
                    node.name().value(), node.device().toString(), node.fleet().value(), node.address(), node.home()));
            node.stopped().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new CommandFailure(ExitStatus.FAILED, e.getCause().getMessage(), e);
        }
    }

    /** The process is ours, so a signal may stop the node in order. */
    private static void closeAtExit(Node node) {
        try {
            node.close();
            node.stopped().toCompletableFuture().get();
        } catch (IOException | ExecutionException e) {
            System.err.println("till: stopping: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static NodeConfig config(Path home, List<String> settings) throws CommandFailure {
        try {
            return NodeConfig.of(
                    home,
                    Settings.defaults()
                            .withFileIn(home)
                            .withEnvironment(System.getenv())
                            .with(settings, "command line"));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitStatus.BAD_USAGE, e.getMessage(), e);
        }
    }

    private static Enrolled joined(TrustReply<Enrolled> reply) throws CommandFailure {
        if (reply instanceof Done<Enrolled> done) {
            return done.value();
        }
        var refused = (Refused<Enrolled>) reply;
        int status = switch (refused.why()) {
            case FAILED -> ExitStatus.FAILED;
            case USAGE -> ExitStatus.BAD_USAGE;
            case ABSENT -> ExitStatus.NO_SUCH_THING;
            case FORBIDDEN -> ExitStatus.NOT_PERMITTED;
            case CONFLICT -> ExitStatus.CONFLICT;
        };
        throw new CommandFailure(status, refused.message());
    }
}
