package dev.till.node.demo;

import dev.till.node.client.Connection;
import dev.till.node.client.TillClient;
import dev.till.node.client.Watch;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Nodes find each other, a field set on one arrives on the others, a conflict is made and resolved, a node is killed and
 * catches up. Every step is the real thing: processes, enrolment, TLS, disks.
 */
public final class Demonstration {
    private static final List<String> NAMES =
            List.of("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota");
    private static final int ROUNDS = 50;
    private static final int MISSED = 10_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path directory;
    private final Telling telling;
    private final List<DemoNode> fleet;
    private final Enroller enroller;

    /** Makes a home, which no node uses, join the fleet that a line invites to. */
    public interface Enroller {
        void enroll(Path home, String line, String name) throws IOException;
    }

    private Demonstration(Path directory, Telling telling, List<DemoNode> fleet, Enroller enroller) {
        this.directory = directory;
        this.telling = telling;
        this.fleet = fleet;
        this.enroller = enroller;
    }

    /**
     * Shows everything with {@code nodes} nodes, 2 to 9, and cleans up whatever happens.
     *
     * @param launcher the words that start the command line of till in a new process
     * @throws IOException when something did not work; says what
     */
    public static void show(int nodes, boolean json, java.io.PrintStream out, List<String> launcher, Enroller enroller)
            throws IOException {
        var directory = Files.createTempDirectory("till-demo-");
        var fleet = NAMES.subList(0, nodes).stream()
                .map(name -> new DemoNode(name, directory.resolve(name), launcher))
                .toList();
        var demonstration = new Demonstration(directory, new Telling(json, out), fleet, enroller);
        // Ctrl-C must not leave nodes behind either.
        var cleaning = new Thread(demonstration::cleanUp, "till-demo-exit");
        Runtime.getRuntime().addShutdownHook(cleaning);
        try {
            demonstration.run();
        } catch (Refusal e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            demonstration.cleanUp();
            Runtime.getRuntime().removeShutdownHook(cleaning);
        }
    }

    private void run() throws IOException, Refusal {
        gather();
        share();
        disagree();
        fallBehind();
        long begun = System.nanoTime();
        cleanUp();
        telling.step("cleaned-up", since(begun), "all stopped, " + directory + " removed");
    }

    private void gather() throws IOException, Refusal {
        var first = fleet.get(0);
        long begun = System.nanoTime();
        first.start();
        telling.step("started", since(begun), first.name() + " founded a fleet of one");
        begun = System.nanoTime();
        for (DemoNode other : fleet.subList(1, fleet.size())) {
            var invited = JsonMembers.parse(first.call(Connection.request("invite")));
            enroller.enroll(other.home(), invited.text("line"), other.name());
            other.start();
        }
        telling.step(
                "enrolled",
                since(begun),
                names(fleet.subList(1, fleet.size())) + " enrolled by invite lines and started");
        begun = System.nanoTime();
        for (DemoNode node : fleet) {
            until(() -> node.peersUp() == fleet.size() - 1, node.name() + " to see all others");
        }
        telling.step("found", since(begun), "each of " + fleet.size() + " nodes sees all others");
    }

    private void share() throws IOException, Refusal {
        var first = fleet.get(0);
        for (DemoNode other : fleet.subList(1, fleet.size())) {
            try (TillClient writer = first.client();
                    TillClient reader = other.client();
                    Watch watch = reader.watch("demo")) {
                var delays = new double[ROUNDS];
                for (int i = 0; i < ROUNDS; i++) {
                    var value = JsonText.string(other.name() + " " + i);
                    long begun = System.nanoTime();
                    writer.set("demo/greeting", "text", value);
                    delays[i] = (DemoNode.await(watch, value) - begun) / 1e6;
                }
                Arrays.sort(delays);
                telling.step(
                        "arrived",
                        delays[ROUNDS / 2],
                        "set on " + first.name() + ", on disk there, on disk and seen on " + other.name()
                                + " (median of " + ROUNDS + ")");
            }
        }
    }

    private void disagree() throws IOException, Refusal {
        var one = fleet.get(0);
        var two = fleet.get(1);
        one.set("till/policy", "demo/notes", JsonText.string("siblings"));
        untilAll(
                "the policy",
                node -> node.items(Connection.request("scan").text("prefix", "till/policy"))
                                .size()
                        == 1);
        long begun = System.nanoTime();
        int tries = 0;
        // Both write at the same moment; now and then one hears of the other before its own write.
        while (conflicts(one).isEmpty()) {
            if (++tries > 100) {
                throw new IOException("two nodes never wrote at the same time in " + tries + " tries");
            }
            together(one, two, tries);
        }
        untilAll("the conflict", node -> conflicts(node).size() == 1);
        telling.step(
                "conflict",
                since(begun),
                one.name() + " and " + two.name() + " wrote one field at the same time: every node shows both values");
        begun = System.nanoTime();
        one.call(Connection.request("resolve")
                .text("entity", "demo/notes")
                .text("field", "text")
                .text("pick", two.name()));
        untilAll("the end of the conflict", node -> conflicts(node).isEmpty());
        telling.step(
                "resolved", since(begun), "resolved on " + one.name() + " for " + two.name() + ", settled everywhere");
    }

    private void fallBehind() throws IOException, Refusal {
        var first = fleet.get(0);
        var last = fleet.get(fleet.size() - 1);
        last.kill();
        long begun = System.nanoTime();
        try (var client = first.client();
                var bulk = client.bulk()) {
            for (int i = 0; i < MISSED; i++) {
                bulk.add(dev.till.node.client.Change.set("demo/missed/" + i, "n", JsonText.parse(Integer.toString(i))));
            }
            bulk.finish();
        }
        telling.step(
                "killed",
                since(begun),
                last.name() + " killed; " + MISSED + " updates written on " + first.name() + " meanwhile");
        begun = System.nanoTime();
        last.start();
        telling.step("restarted", since(begun), last.name() + " started again");
        begun = System.nanoTime();
        until(() -> present(last), last.name() + " to catch up");
        telling.step("caught-up", since(begun), last.name() + " has all " + MISSED + " of them");
    }

    private static boolean present(DemoNode node) throws IOException, Refusal {
        try (var client = node.client()) {
            return client.get("demo/missed/" + (MISSED - 1), "n").isPresent()
                    && client.list("demo/missed").size() == MISSED;
        }
    }

    private static List<String> conflicts(DemoNode node) throws IOException, Refusal {
        return node.items(Connection.request("conflicts"));
    }

    private static void together(DemoNode one, DemoNode two, int round) throws IOException {
        var start = new CountDownLatch(2);
        // Threads of their own: each waits for the other, and the common pool has a single one where there are two
        // cores.
        var threads = Executors.newFixedThreadPool(2);
        var writing = Stream.of(one, two)
                .map(node -> CompletableFuture.runAsync(
                        () -> {
                            try (var client = node.client()) {
                                start.countDown();
                                start.await();
                                client.set("demo/notes", "text", JsonText.string(node.name() + " says " + round));
                            } catch (IOException | Refusal e) {
                                throw new IllegalStateException(e.getMessage(), e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        threads))
                .toList();
        threads.shutdown();
        for (var each : writing) {
            try {
                each.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e);
            }
        }
    }

    /** Something that comes true in a while. */
    private interface Condition {
        boolean holds() throws IOException, Refusal;
    }

    /** The same of one node. */
    private interface NodeCondition {
        boolean holds(DemoNode node) throws IOException, Refusal;
    }

    private void untilAll(String what, NodeCondition condition) throws IOException, Refusal {
        for (DemoNode node : fleet) {
            until(() -> condition.holds(node), node.name() + " to see " + what);
        }
    }

    private static void until(Condition condition, String what) throws IOException, Refusal {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                throw new IOException("waited in vain for " + what);
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private synchronized void cleanUp() {
        var faults = new ArrayList<String>();
        for (DemoNode node : fleet) {
            try {
                node.stop();
            } catch (IOException e) {
                faults.add(e.getMessage());
            }
        }
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            faults.add(e.getMessage());
        }
        faults.forEach(fault -> telling.step("left-over", 0, "could not clean up: " + fault));
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static String names(List<DemoNode> nodes) {
        return String.join(", ", nodes.stream().map(DemoNode::name).toList());
    }
}
