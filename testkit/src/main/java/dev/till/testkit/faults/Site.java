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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * The machines and nodes that faults befall. Closing it ends and removes all of it.
 *
 * <p>Small journal files and little memory make nodes fold, compact and boot from snapshots within minutes. They write no
 * heartbeats, which would be news for ever and hide the moment from which all have everything.
 */
final class Site implements AutoCloseable {

    private static final List<String> OPTIONS = List.of(
            "--set",
            "max-drift=20s",
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

    private final Path directory;
    private final Lab lab;
    private final Map<Integer, Post> posts = Collections.synchronizedMap(new TreeMap<>());
    private int homes;

    private Site(Path directory, Lab lab) {
        this.directory = directory;
        this.lab = lab;
    }

    /** A fleet of so many nodes, enrolled with one another. */
    static Site open(Path directory, int nodes) throws IOException {
        // One machine more, for the newcomer.
        var site = new Site(directory, Lab.of(nodes + 1));
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
        } else if (fault instanceof Fault.Freeze freeze) {
            post(freeze.node()).node().freeze();
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
            post(wrong.node()).restartWithClock(wrong.offset());
        } else if (fault instanceof Fault.Move move) {
            post(move.node()).machine().move(move.address());
        } else if (fault instanceof Fault.Join join) {
            furnish(join.node());
            post(join.node()).start();
            enrol(join.node());
        } else if (fault instanceof Fault.Revoke revoke) {
            post(0).node().till("device", "revoke", post(revoke.node()).name()).orThrow();
        }
    }

    /** Makes it right again, as far as it can be. */
    void end(Fault fault) throws IOException {
        if (fault instanceof Fault.Partition || fault instanceof Fault.Loss) {
            lab.heal();
        } else if (fault instanceof Fault.Freeze freeze) {
            post(freeze.node()).node().thaw();
        } else if (fault instanceof Fault.Kill kill) {
            post(kill.node()).start();
        } else if (fault instanceof Fault.FullDisk full) {
            post(full.node()).free();
        } else if (fault instanceof Fault.WrongClock wrong) {
            post(wrong.node()).restartWithClock(Duration.ZERO);
        } else if (fault instanceof Fault.Revoke revoke) {
            posts.remove(revoke.node()).close();
        }
    }

    private void furnish(int node) throws IOException {
        // Who enrols anew is a new device, with a name that no revoked one has.
        var name = homes == node ? "n" + node : "n" + node + "-" + homes;
        homes++;
        posts.put(node, Post.on(lab.machine(node), directory, name, OPTIONS));
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
        int status = post.stop();
        if (status != 0) {
            throw new IllegalStateException("promise 4: " + post.name() + " ended with status " + status);
        }
        post.start();
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
