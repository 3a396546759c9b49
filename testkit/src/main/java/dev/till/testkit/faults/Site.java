package dev.till.testkit.faults;

import dev.till.testkit.faults.Fault.Link;
import dev.till.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The machines and nodes that faults befall. Closing it ends and removes all of it.
 *
 * <p>Small journal files and little memory make nodes fold, compact and boot from snapshots within minutes. They write no
 * heartbeats, which would be news for ever and hide the moment from which all have everything.
 */
final class Site implements AutoCloseable {

    /** Less than a clock is set wrong by, and little enough that the others' clocks get there soon. */
    private static final Duration DRIFT = Duration.ofSeconds(20);

    private static final List<String> OPTIONS = List.of(
            "--set",
            "max-drift=" + DRIFT.toSeconds() + "s",
            "--set",
            "heartbeat-interval=0s",
            "--set",
            "journal-segment-bytes=262144",
            "--set",
            "memory-bytes=1048576");
    private static final Executor THREADS = task -> {
        var thread = new Thread(task, "site");
        thread.setDaemon(true);
        thread.start();
    };

    /** How long nodes keep messages for one that is out of reach, when a night is among what befalls them. */
    static final Duration PATIENCE_AT_NIGHT = Duration.ofSeconds(10);

    private static final Duration NOTICE = Duration.ofSeconds(90);
    private static final String TWIN = "another node runs under the key of this device";

    private final Path directory;
    private final Lab lab;
    private final List<String> options;
    private final boolean clocks;
    private final Map<Integer, Post> posts = Collections.synchronizedMap(new TreeMap<>());
    private Optional<Post> clone = Optional.empty();
    private int homes;

    private Site(Path directory, Lab lab, List<Kind> kinds) {
        this.directory = directory;
        this.lab = lab;
        options = new ArrayList<>(OPTIONS);
        if (kinds.contains(Kind.NIGHT)) {
            options.addAll(List.of("--set", "give-up-after=" + PATIENCE_AT_NIGHT.toSeconds() + "s"));
        }
        clocks = kinds.stream().anyMatch(Kind::needsClocks);
    }

    /**
     * A fleet of so many nodes, enrolled with one another.
     *
     * @param kinds what may befall it
     */
    static Site open(Path directory, int nodes, List<Kind> kinds) throws IOException {
        // Two machines more, for the newcomer and for a clone.
        var site = new Site(directory, Lab.of(nodes + 2), kinds);
        try {
            for (int i = 0; i < nodes; i++) {
                site.furnish(i);
            }
            site.inParallel(site.posts.values(), Post::start);
            for (int i = 1; i < nodes; i++) {
                site.enrol(i);
            }
            site.awaitTogether();
            site.post(0)
                    .node()
                    .till("set", "till/policy", Writer.SIBLINGS, "siblings")
                    .orThrow();
            return site;
        } catch (RuntimeException | IOException e) {
            site.close();
            throw e;
        }
    }

    /** All nodes there are now, by number. */
    Map<Integer, Post> posts() {
        synchronized (posts) {
            return new TreeMap<>(posts);
        }
    }

    Post post(int node) {
        return posts.get(node);
    }

    /** How to look at all nodes, by name. */
    Map<String, View> views() {
        var views = new LinkedHashMap<String, View>();
        posts().values().forEach(post -> views.put(post.name(), post.view()));
        return views;
    }

    /** Makes it go wrong. */
    void begin(Fault fault) throws IOException {
        if (fault instanceof Fault.Partition partition) {
            partition.cut().forEach(this::cut);
        } else if (fault instanceof Fault.Loss loss) {
            lab.machines().forEach(machine -> machine.lose(loss.percent()));
        } else if (fault instanceof Fault.Delay delay) {
            lab.machines().forEach(machine -> machine.distort(delay.distortion()));
        } else if (fault instanceof Fault.Freeze freeze) {
            post(freeze.node()).node().freeze();
        } else if (fault instanceof Fault.Gap gap) {
            post(gap.node()).node().freeze();
            Bulk.apply(post(gap.writer()).node(), gap.changes(), directory);
        } else if (fault instanceof Fault.Kill kill) {
            kill(kill);
        } else if (fault instanceof Fault.RollingRestart rolling) {
            new TreeSet<>(rolling.nodes()).forEach(node -> restart(post(node)));
        } else if (fault instanceof Fault.StartTogether together) {
            var all = together.nodes().stream().map(this::post).toList();
            inParallel(all, Post::crash);
            inParallel(all, Post::start);
        } else if (fault instanceof Fault.FullDisk full) {
            post(full.node()).fill();
        } else if (fault instanceof Fault.WrongClock wrong) {
            post(wrong.node()).setClock(wrong.offset());
        } else if (fault instanceof Fault.Clone twice) {
            copy(post(twice.node()), twice.copyFirst());
        } else if (fault instanceof Fault.Restore restore) {
            post(restore.node()).node().till("backup", backup().toString()).orThrow();
        } else if (fault instanceof Fault.Night night) {
            post(night.node()).node().freeze();
        } else if (fault instanceof Fault.Move move) {
            post(move.node()).machine().move(move.address());
        } else if (fault instanceof Fault.Join join) {
            join(join);
        } else if (fault instanceof Fault.Revoke revoke) {
            post(0).node().till("device", "revoke", post(revoke.node()).name()).orThrow();
        }
    }

    /** What people must be told of while it lasts and are not, a line each; waits a while for it. */
    List<String> unsaid(Fault fault) {
        var unsaid = new ArrayList<String>();
        if (fault instanceof Fault.WrongClock wrong && wrong.offset().abs().compareTo(DRIFT) > 0) {
            var victim = post(wrong.node());
            expect(
                    unsaid,
                    "promise 8: " + victim.name() + " does not warn of its clock",
                    () -> victim.warning().contains("this machine's clock is"));
            expect(unsaid, "promise 8: nobody shows what is held aside", () -> {
                for (var post : wrong.offset().isNegative() ? List.of(victim) : others(victim)) {
                    if (post.view().status().number("held_aside", 0) > 0) {
                        return true;
                    }
                }
                return false;
            });
        } else if (fault instanceof Fault.Clone twice) {
            var original = post(twice.node());
            for (var one : List.of(original, clone.orElseThrow())) {
                expect(
                        unsaid,
                        "promise 7: " + (one == original ? "the original" : "the clone")
                                + " does not say that it runs twice",
                        () -> one.warning().contains(TWIN));
            }
            expect(
                    unsaid,
                    "promise 7: not just one of them gives way",
                    () -> original.warning().contains("no writes are taken")
                            != clone.orElseThrow().warning().contains("no writes are taken"));
        }
        return unsaid;
    }

    private static void expect(List<String> unsaid, String complaint, Callable<Boolean> holds) {
        try {
            Awaitility.await().atMost(NOTICE).ignoreException(IOException.class).until(holds);
        } catch (ConditionTimeoutException e) {
            unsaid.add(complaint);
        }
    }

    private List<Post> others(Post post) {
        return posts().values().stream().filter(other -> other != post).toList();
    }

    /** Makes it right again, as far as it can be. */
    void end(Fault fault) throws IOException {
        if (fault instanceof Fault.Partition || fault instanceof Fault.Loss || fault instanceof Fault.Delay) {
            lab.heal();
        } else if (fault instanceof Fault.Freeze freeze) {
            post(freeze.node()).node().thaw();
        } else if (fault instanceof Fault.Gap gap) {
            post(gap.node()).node().thaw();
        } else if (fault instanceof Fault.Kill kill) {
            post(kill.node()).start();
        } else if (fault instanceof Fault.FullDisk full) {
            post(full.node()).free();
        } else if (fault instanceof Fault.WrongClock wrong) {
            post(wrong.node()).setClock(Duration.ZERO);
        } else if (fault instanceof Fault.Clone twice) {
            endClone(post(twice.node()));
        } else if (fault instanceof Fault.Restore restore) {
            setBack(post(restore.node()));
        } else if (fault instanceof Fault.Night night) {
            post(night.node()).node().thaw();
        } else if (fault instanceof Fault.Revoke revoke) {
            posts.remove(revoke.node()).close();
        }
    }

    private void join(Fault.Join join) throws IOException {
        furnish(join.node());
        var guest = post(join.node());
        guest.start();
        if (join.kills() > 0) {
            // So that it boots from a snapshot.
            posts().values().stream()
                    .filter(post -> post != guest)
                    .forEach(post -> post.node().till("compact").orThrow());
        }
        for (int i = 1; i < join.kills(); i++) {
            var line = post(0).node().invite();
            var enrolling = CompletableFuture.runAsync(() -> guest.node().till("device", "enroll", line), THREADS);
            // A command takes about so long to reach the node, on an idle machine and on a loaded one.
            rest(Duration.ofMillis(300L * i * i));
            guest.crash();
            enrolling.join();
            guest.start();
        }
        if (!fleet(guest).equals(fleet(post(0)))) {
            enrol(join.node());
        }
        if (join.kills() > 0) {
            rest(Duration.ofMillis(500));
            guest.crash();
            guest.start();
        }
    }

    private static String fleet(Post post) {
        return post.node().status().object("node").orElseThrow().text("fleet");
    }

    private void copy(Post original, boolean copyFirst) throws IOException {
        stop(original);
        var machine = lab.machine(lab.machines().size() - 1);
        var copy = Post.on(machine, directory.resolve("c" + homes++), original.name(), options, clocks);
        clone = Optional.of(copy);
        original.copyTo(copy);
        // Who starts later gives way.
        (copyFirst ? copy : original).start();
        (copyFirst ? original : copy).start();
    }

    private void endClone(Post original) {
        clone.ifPresent(Post::close);
        clone = Optional.empty();
        restart(original);
    }

    private Path backup() {
        return directory.resolve("backup" + homes);
    }

    /** What its peers have not seen is lost with the disk, so they have seen all; the backup has seen less. */
    private void setBack(Post post) throws IOException {
        Awaitility.await("all have what is lost here")
                .atMost(Convergence.PATIENCE)
                .ignoreException(IOException.class)
                .until(() -> {
                    var lost = post.view().status().raw("head");
                    for (var other : others(post)) {
                        if (!other.view().status().raw("head").equals(lost)) {
                            return false;
                        }
                    }
                    return true;
                });
        post.crash();
        post.loseHome();
        post.node().till("restore", backup().toString()).orThrow();
        Files.delete(backup());
        post.start();
    }

    private void furnish(int node) throws IOException {
        // Who enrols anew is a new device, with a name that no revoked one has.
        var name = homes == node ? "n" + node : "n" + node + "-" + homes;
        homes++;
        posts.put(node, Post.on(lab.machine(node), directory, name, options, clocks));
    }

    private void enrol(int node) {
        post(node).node().till("device", "enroll", post(0).node().invite()).orThrow();
    }

    private void cut(Link link) {
        lab.machine(link.to()).refuse(lab.machine(link.from()));
    }

    private static void kill(Fault.Kill kill, Post post) {
        if (kill.compacting()) {
            var unused = CompletableFuture.runAsync(() -> post.node().till("compact"), THREADS);
            // As long as a command takes to reach the node, more or less.
            rest(Duration.ofMillis(300));
        }
        post.crash();
    }

    private void kill(Fault.Kill kill) {
        var post = post(kill.node());
        for (int i = 1; i < kill.times(); i++) {
            kill(kill, post);
            post.start();
            rest(Duration.ofSeconds(1));
        }
        kill(kill, post);
    }

    private static void restart(Post post) {
        stop(post);
        post.start();
    }

    private static void stop(Post post) {
        int status = post.stop();
        if (status != 0) {
            throw new IllegalStateException("promise 4: " + post.name() + " ended with status " + status);
        }
    }

    private void awaitTogether() {
        var views = views();
        Awaitility.await("all see all")
                .atMost(Convergence.PATIENCE)
                .until(() ->
                        Convergence.await(views, Map.of(), () -> true).failure().isEmpty());
    }

    private void inParallel(Collection<Post> who, Consumer<Post> what) {
        var running = new ArrayList<CompletableFuture<Void>>();
        who.forEach(post -> running.add(CompletableFuture.runAsync(() -> what.accept(post), THREADS)));
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Lets time pass. */
    static void rest(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        posts().values().forEach(Post::close);
        clone.ifPresent(Post::close);
        lab.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("faults: " + directory + " could not be removed: " + e.getMessage());
        }
    }
}
