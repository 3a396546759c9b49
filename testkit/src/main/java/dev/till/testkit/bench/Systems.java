package dev.till.testkit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Both systems running side by side, each with a process that writes and processes that receive. */
final class Systems implements AutoCloseable {

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<WorkerProcess> till = new ArrayList<>();
    private final List<WorkerProcess> nats = new ArrayList<>();

    static Systems start(Plan plan, NatsCluster.Writes writes) throws IOException {
        var systems = new Systems();
        try {
            systems.startNats(plan.directory(), writes);
            systems.startTill(plan.directory());
            return systems;
        } catch (RuntimeException | IOException e) {
            systems.close();
            throw e;
        }
    }

    private void startNats(Path directory, NatsCluster.Writes writes) throws IOException {
        var servers = NatsCluster.start(directory, writes);
        parts.add(servers);
        for (int i = 0; i < 2; i++) {
            var log = directory.resolve("nats-worker-" + i + ".log");
            nats.add(keep(WorkerProcess.start(
                    log, "nats", servers.url(i), servers.tls().toString())));
        }
    }

    private void startTill(Path directory) {
        for (int i = 0; i < 3; i++) {
            var log = directory.resolve("till-worker-" + i + ".log");
            till.add(keep(
                    WorkerProcess.start(log, "till", directory.resolve("t" + i).toString(), "bench-" + i)));
        }
        till.subList(1, 3)
                .forEach(joiner -> joiner.does("ask enroll " + till.get(0).does("ask invite")));
        till.forEach(node -> node.does("ask peers 2"));
    }

    /** Ours: the first writes, the others receive. */
    List<WorkerProcess> till() {
        return till;
    }

    /** Clients of the first and of the second server: the first writes, the other receives. */
    List<WorkerProcess> nats() {
        return nats;
    }

    private WorkerProcess keep(WorkerProcess worker) {
        parts.add(0, worker);
        return worker;
    }

    @Override
    public void close() {
        for (var part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("bench: could not close " + part + ": " + e);
            }
        }
    }
}
