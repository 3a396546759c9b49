package dev.till.testkit.histories;

import static org.awaitility.Awaitility.await;

import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A folder on three real nodes, episode after episode: something goes wrong, people work on, it is made right again, and then all is
 * held against what they wrote. Closing it ends and removes all of it.
 */
public final class FolderHistory implements AutoCloseable {
    private static final int DEVICES = 3;
    private static final int ACTS = 14;
    private static final int PORT = 7290;
    private static final int MOST_TURNS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> OPTIONS = List.of(
            "--no-mdns", "--port", Integer.toString(PORT), "--set", "max-drift=20s", "--set", "heartbeat-interval=0s");

    private final Path directory;
    private final Random random;
    private final Lab lab;
    private final Consumer<String> progress;
    private final Ledger ledger = new Ledger();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private ProcessFleet fleet;
    private int conflictsSeen;

    private FolderHistory(Path directory, long seed, Lab lab, Consumer<String> progress) {
        this.directory = directory;
        this.lab = lab;
        this.progress = progress;
        random = new Random(seed);
    }

    /**
     * Starts three nodes that keep one folder.
     *
     * @param directory a directory of its own, removed in the end; its path has to be short
     * @param progress told what happens, a line at a time
     */
    public static FolderHistory start(Path directory, long seed, Consumer<String> progress) throws IOException {
        var history = new FolderHistory(directory, seed, Lab.of(DEVICES), progress);
        try {
            history.furnish();
            return history;
        } catch (IOException | RuntimeException e) {
            history.close();
            throw e;
        }
    }

    private void furnish() throws IOException {
        for (int i = 0; i < DEVICES; i++) {
            var options = new ArrayList<>(OPTIONS);
            for (int other = 0; other < DEVICES; other++) {
                if (other != i) {
                    options.addAll(List.of("--peer", lab.machine(other).address() + ":" + PORT));
                }
            }
            var replica = Replica.on(lab.machine(i), directory, "n" + i, options);
            replicas.add(replica);
            people.add(
                    new Person(replica.name(), replica.root(), replica.aside(), new Random(random.nextLong()), ledger));
        }
        fleet = ProcessFleet.of(replicas.stream().map(Replica::node).toList()).start();
        replicas.forEach(Replica::join);
        people.get(0).begin();
        settle();
    }

    /** What goes wrong. */
    private enum Fault {
        NOTHING,
        PARTITION,
        KILL,
        CLOCK,
        PARTITION_AND_KILL
    }

    /**
     * Goes through episodes until so much time has passed or so many are over; answers how many there were.
     *
     * @throws AssertionError when something is lost, or the devices do not agree in the end
     */
    public int play(Duration time, int episodes) {
        long until = System.nanoTime() + time.toNanos();
        int played = 0;
        while (played < episodes && (played == 0 || System.nanoTime() < until)) {
            played++;
            episode(played, Fault.values()[random.nextInt(Fault.values().length)]);
        }
        return played;
    }

    /** How many paths were in conflict, in all. */
    public int conflicts() {
        return conflictsSeen;
    }

    private void episode(int number, Fault fault) {
        int victim = random.nextInt(DEVICES);
        progress.accept("episode " + number + ": " + fault + " of n" + victim);
        work(ACTS / 2);
        boolean parts = fault == Fault.PARTITION || fault == Fault.PARTITION_AND_KILL;
        boolean kills = fault == Fault.KILL || fault == Fault.PARTITION_AND_KILL;
        if (parts) {
            others(victim).forEach(other -> replicas.get(victim).machine().part(other.machine()));
        }
        if (fault == Fault.CLOCK) {
            replicas.get(victim).setClock(Duration.ofMinutes(random.nextInt(2_000_000) - 1_000_000L));
        }
        work(ACTS);
        if (kills) {
            var killed = replicas.get((victim + random.nextInt(DEVICES)) % DEVICES);
            killed.node().crash();
            work(ACTS / 2);
            killed.node().start();
        }
        work(ACTS);
        replicas.get(victim).setClock(Duration.ZERO);
        lab.heal();
        check();
    }

    private List<Replica> others(int victim) {
        var others = new ArrayList<>(replicas);
        others.remove(victim);
        return others;
    }

    private void work(int acts) {
        for (int i = 0; i < acts; i++) {
            int who = random.nextInt(DEVICES);
            progress.accept("  n" + who + " " + people.get(who).act());
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(150)).toNanos());
        }
    }

    private void check() {
        fleet.awaitTogether();
        settle();
        var conflicts = sameConflicts();
        conflictsSeen += conflicts.size();
        var kept = new TreeSet<String>();
        for (Replica replica : replicas) {
            kept.addAll(replica.files().values());
            var different = differences(replicas.get(0), replica);
            different.removeAll(conflicts);
            demand(different.isEmpty(), "differ without a conflict: " + different);
        }
        demand(ledger.missing(kept).isEmpty(), "lost: " + ledger.missing(kept));
        var told = new ArrayList<String>();
        for (int turn = 0; !sameConflicts().isEmpty(); turn++) {
            if (turn == MOST_TURNS) {
                replicas.forEach(replica -> told.add(replica.conflictsAsTold()));
                throw new AssertionError("cannot be resolved: " + sameConflicts() + "\n" + String.join("\n", told));
            }
            told.add(replicas.get(random.nextInt(DEVICES)).keepBoth());
            settle();
        }
        for (Replica replica : replicas) {
            demand(
                    ledger.missing(replica.files().values()).isEmpty(),
                    "not on " + replica.name() + ": "
                            + ledger.missing(replica.files().values()));
            judge(replica);
            secrets(replica);
        }
        progress.accept("  " + ledger.size() + " contents kept, " + conflicts.size() + " conflicts");
    }

    private Set<String> sameConflicts() {
        var first = replicas.get(0).conflicts();
        for (Replica replica : replicas) {
            var own = replica.conflicts();
            demand(own.equals(first), "conflicts of n0 " + first + ", of " + replica.name() + " " + own);
        }
        return first;
    }

    /** Paths that are not the same, but for what the profile leaves out. */
    private static Set<String> differences(Replica one, Replica other) {
        var first = one.files();
        var second = other.files();
        var different = new TreeSet<>(first.keySet());
        different.addAll(second.keySet());
        different.removeIf(path ->
                isLeftOut(path) || (first.containsKey(path) && first.get(path).equals(second.get(path))));
        return different;
    }

    private static boolean isLeftOut(String path) {
        return path.endsWith("_state.json");
    }

    /** An independent judge: by content and permissions, rsync finds nothing to do. */
    private void judge(Replica other) {
        var judged = Program.of(
                        "rsync",
                        "-anciOJ",
                        "--delete",
                        "--exclude=/.till",
                        "--exclude=*_state.json",
                        replicas.get(0).root() + "/",
                        other.root() + "/")
                .run()
                .orThrow()
                .out();
        demand(judged.isEmpty(), "n0 and " + other.name() + " differ:\n" + judged);
    }

    private void secrets(Replica replica) {
        var theirs = new TreeSet<>(ledger.secrets());
        theirs.removeIf(name -> name.startsWith(replica.name() + "-"));
        theirs.retainAll(replica.names());
        demand(theirs.isEmpty(), "left out, and yet on " + replica.name() + ": " + theirs);
        demand(!replica.registers().contains("_state.json"), "left out, and yet told of on " + replica.name());
    }

    private void demand(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }

    /** Rounds on all devices until registers are everywhere and nothing is left to do. */
    private void settle() {
        await("nothing left to do").atMost(PATIENCE).until(() -> {
            replicas.forEach(Replica::apply);
            fleet.awaitEqual();
            return replicas.stream().allMatch(Replica::isAtRest);
        });
    }

    @Override
    public void close() {
        if (fleet != null) {
            fleet.close();
        }
        lab.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            progress.accept(directory + " could not be removed: " + e.getMessage());
        }
    }
}
