package dev.till.testkit.faults;

import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * A fleet that lives through a plan: in each episode all nodes are written to, faults begin and heal, and then everything
 * that was acknowledged is asked for. Closing it ends the fleet.
 */
public final class Campaign implements AutoCloseable {

    /** The most memory a node may ever have, in MiB: its heap of 256 and what a JVM needs besides. */
    static final double MEMORY_MIB = 640;

    /** More cluster systems than this, one after the other, are no repair any more. */
    private static final int MANY_RECREATIONS = 8;

    /** What is known of these only by comparing the nodes: snapshots, and writes that no writer remembers. */
    private static final Set<Kind> COMPARED_WHOLE = EnumSet.of(Kind.JOIN, Kind.KILL_JOINING, Kind.GAP);

    /** What one writer does in a second, at most, unless told otherwise. */
    public static final int WRITES_PER_SECOND = 25;

    private final Site site;
    private final Plan plan;
    private final int rate;
    private final Consumer<String> progress;
    private final Map<Integer, Writer> writers = new TreeMap<>();
    private final Map<DeviceId, Long> acknowledged = new HashMap<>();
    private final List<Result> results = new ArrayList<>();

    private Campaign(Site site, Plan plan, int rate, Consumer<String> progress) {
        this.rate = rate;
        this.site = site;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Starts a fleet.
     *
     * @param directory a directory of its own, removed in the end; its path has to be short
     * @param rate how many writes a second each machine's writer does at most
     * @param progress told what happens, a line at a time
     */
    public static Campaign start(
            Path directory, long seed, int nodes, int rate, List<Kind> kinds, Consumer<String> progress)
            throws IOException {
        var plan = new Plan(seed, nodes, kinds);
        progress.accept("starting " + nodes + " nodes");
        return new Campaign(Site.open(directory, nodes, kinds), plan, rate, progress);
    }

    /** Goes through episodes until so much time has passed or so many are over. The last one is finished. */
    public Summary run(Duration time, int episodes) throws IOException, Refusal {
        long until = System.nanoTime() + time.toNanos();
        for (int i = 0; i < episodes && System.nanoTime() < until; i++) {
            var episode = plan.next();
            Result result;
            try {
                result = live(episode);
            } catch (RuntimeException e) {
                // What was measured before is worth telling.
                return new Summary(results, Optional.of(episode + "\n  cannot go on: " + e));
            }
            results.add(result);
            progress.accept("   " + Summary.line(result));
            result.broken().forEach(line -> progress.accept("   BROKEN " + line));
            if (!result.convergence().failure().isEmpty()) {
                // What comes after would be measured against a fleet that is not whole.
                break;
            }
        }
        return new Summary(results, Optional.empty());
    }

    private Result live(Episode episode) throws IOException, Refusal {
        progress.accept(episode.toString());
        var book = new Book();
        var broken = new ArrayList<String>();
        site.posts().values().forEach(Post::recreations);
        employ();
        write(episode, book);
        Site.rest(episode.pause());
        for (var fault : episode.faults()) {
            site.begin(fault);
            write(episode, book);
            Site.rest(episode.pause());
        }
        Site.rest(episode.hold());
        episode.faults().forEach(fault -> broken.addAll(site.unsaid(fault)));
        writers.values().forEach(Writer::rest);
        if (episode.kind() == Kind.RESTORE) {
            Awaitility.await("writers at rest").atMost(Convergence.PATIENCE).until(this::isQuiet);
        }
        for (int i = episode.faults().size() - 1; i >= 0; i--) {
            site.end(episode.faults().get(i));
        }
        return check(episode, book, broken);
    }

    private Result check(Episode episode, Book book, List<String> broken) throws IOException, Refusal {
        employ();
        var views = site.views();
        book.byDevice().forEach((device, count) -> acknowledged.merge(device, count, Long::sum));
        var convergence = Convergence.await(views, acknowledged, this::isQuiet);
        if (!convergence.failure().isEmpty()) {
            broken.add("promise 2: " + convergence.failure());
        }
        missing(broken);
        var checker = convergence.failure().isEmpty() ? read(episode, book, views) : new Checker(views);
        broken.addAll(checker.broken());
        book.complaints()
                .forEach(complaint -> broken.add("promise 3: n" + complaint.node() + " " + complaint.message()));
        return new Result(
                episode,
                book.acknowledged().size(),
                book.refused(),
                checker.lost(),
                book.slowestMillis(),
                convergence,
                recreations(episode, broken),
                memory(broken),
                broken);
    }

    /** Reads everything at once: a head tells of what the registers show. */
    private static Checker read(Episode episode, Book book, Map<String, View> views) throws IOException, Refusal {
        boolean clocksRight = episode.faults().stream().noneMatch(Fault.WrongClock.class::isInstance);
        var checker = new Checker(views);
        checker.check(episode.number(), book, clocksRight);
        if (COMPARED_WHOLE.contains(episode.kind())) {
            checker.compareAll();
        }
        return checker;
    }

    /** Every node has its writer, and no writer is without a node. */
    private void employ() {
        var posts = site.posts();
        posts.forEach((node, post) -> writers.computeIfAbsent(
                node, number -> new Writer(number, post.node().home(), rate)));
        writers.entrySet().removeIf(entry -> {
            if (!posts.containsKey(entry.getKey())) {
                entry.getValue().end();
                return true;
            }
            return false;
        });
    }

    private void write(Episode episode, Book book) {
        employ();
        writers.forEach((node, writer) -> {
            // What a device writes that is being put out, nobody has to take.
            if (!episode.faults().contains(new Fault.Revoke(node))) {
                writer.write(episode.number(), !episode.victims().contains(node), book);
            }
        });
    }

    private boolean isQuiet() {
        return writers.values().stream().allMatch(Writer::isResting);
    }

    private void missing(List<String> broken) {
        site.posts().values().stream()
                .filter(Post::isMissing)
                .forEach(post -> broken.add("promise 4: " + post.name() + " has ended by itself:\n"
                        + post.node().log()));
    }

    private long recreations(Episode episode, List<String> broken) {
        long all = 0;
        for (var post : site.posts().entrySet()) {
            var reasons = post.getValue().recreations();
            all += reasons.size();
            boolean explained = episode.mayBeRecreated().contains(post.getKey());
            if (reasons.size() > (explained ? MANY_RECREATIONS : 0)) {
                broken.add("promise 4: " + post.getValue().name() + " made " + reasons.size() + " cluster systems anew"
                        + (explained ? "" : ", which the fault does not explain") + ": " + reasons);
            }
        }
        return all;
    }

    private double memory(List<String> broken) {
        double peak = 0;
        for (var post : site.posts().values()) {
            double mib = post.peakMib().orElse(0.0);
            peak = Math.max(peak, mib);
            if (mib > MEMORY_MIB) {
                broken.add("promise 9: " + post.name() + " had " + Math.round(mib) + " MiB");
            }
        }
        return peak;
    }

    @Override
    public void close() {
        writers.values().forEach(Writer::end);
        site.close();
    }
}
