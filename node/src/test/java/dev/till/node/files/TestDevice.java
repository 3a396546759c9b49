package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.place.Root;
import dev.till.node.files.round.Finding;
import dev.till.node.files.round.Source;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.transfer.BulkServer;
import dev.till.node.files.transfer.HubContents;
import dev.till.node.files.transfer.Pace;
import dev.till.node.message.FilesTask;
import dev.till.node.message.FilesTask.Keep;
import dev.till.node.trust.FleetTls;
import dev.till.node.trust.Fleets;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A device that keeps the folder {@code notes}, without actors: its root, what it remembers, and what it gives over TLS. */
final class TestDevice implements Closeable {
    static final FolderName NOTES = new FolderName("notes");

    final Path root;
    final Path logs;
    final SharedRegisters registers;
    final FilesDatabase database;
    FolderWork work;
    private final TrustStore trust;
    private final InstantSource clock;
    private final HubContents hub;
    private final FleetTls tls;
    private final Given given;
    private final BulkServer server;

    TestDevice(Path directory, TrustStore trust, InstantSource clock, String profile) {
        this(directory, trust, clock, profile, Optional::empty);
    }

    TestDevice(Path directory, TrustStore trust, InstantSource clock, String profile, HubContents.Door door) {
        try {
            this.trust = trust;
            this.clock = clock;
            hub = new HubContents(door, clock);
            root = directory.resolve("root-" + trust.name());
            logs = directory.resolve("logs-" + trust.name());
            database = FilesDatabase.open(directory.resolve(trust.name() + ".db"));
            new Root(root).create(NOTES);
            registers = new SharedRegisters(trust.self());
            tls = new FleetTls(trust.key(), trust::membership);
            given = new Given(database.another());
            server = BulkServer.open(tls, given, InetAddress.getLoopbackAddress(), 0);
            begin(SyncMode.TWO_WAY, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Devices of one fleet with these names, by the machine's clock, all with this profile. */
    static List<TestDevice> fleet(Path directory, String profile, String... names) throws IOException {
        return Fleets.of(directory, InstantSource.system(), List.of(names)).stream()
                .map(trust -> new TestDevice(directory, trust, InstantSource.system(), profile))
                .toList();
    }

    private void begin(SyncMode mode, String profile) throws IOException {
        var folder = new Folder(NOTES, root, mode, profile, false);
        database.put(folder);
        given.share(folder);
        var tools = new Workbench.Tools(registers, tls, new Pace(0), hub, trust::name, clock, logs);
        work = new FolderWork(folder, database.another(), tools, new Object());
    }

    /** Stops working and begins anew, with this profile. */
    void restart(String profile) throws IOException {
        work.close();
        begin(SyncMode.TWO_WAY, profile);
    }

    /** Keeps logs from now on. */
    void keepLogs() throws IOException {
        work.close();
        begin(SyncMode.APPEND, "");
    }

    /** What brings the folder to the hub. */
    Shelving shelving() throws IOException {
        return new Shelving(trust.self(), work.folder(), new Agreed(database.another(), NOTES), hub);
    }

    /** Both learn what the other knows, and can reach each other. */
    void meet(TestDevice other) {
        registers.learn(other.registers);
        other.registers.learn(registers);
    }

    /** Can get contents from that one from now on. */
    TestDevice reach(TestDevice other) {
        registers.reach(new Source(other.trust.self(), other.trust.name(), "127.0.0.1", other.server.port()));
        return this;
    }

    Round round() throws IOException, FilesRefusal {
        return work.round(true);
    }

    void resolve(String path, Keep keep) throws IOException, FilesRefusal {
        var round = new Resolution(work).resolve(new FilesTask.Resolve(List.of(path), keep));
        assertThat(round.outcome().undone()).isEmpty();
    }

    void write(String path, String content) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }

    /** What is there; nothing when no file is. */
    Optional<String> read(String path) throws IOException {
        var file = root.resolve(path);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    List<String> problems() throws IOException, FilesRefusal {
        return work.plan().problems().stream()
                .map(problem -> problem.path() + ": " + problem.why())
                .toList();
    }

    List<String> actions() throws IOException, FilesRefusal {
        return work.plan().actions().stream()
                .map(finding -> finding.action() + " " + finding.path())
                .toList();
    }

    List<Finding> conflicts() throws IOException, FilesRefusal {
        return work.findings(Finding::isConflict);
    }

    /** All that its registers hold, as text. */
    String told() {
        return registers.page("", Optional.empty(), Integer.MAX_VALUE).toString();
    }

    static FilePath path(String text) {
        return new FilePath(text);
    }

    @Override
    public void close() throws IOException {
        work.close();
        server.close();
        given.close();
        database.close();
    }
}
