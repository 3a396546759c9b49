package dev.till.protocol.file.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A folder on three devices, and what befalls them; all of it follows from the random numbers. */
final class SimulatedFolder {
    private static final int DEVICES = 3;
    private static final int PATHS = 4;

    private final Random random;
    private final ConflictPolicy policy;
    private final String name;
    private final List<SimulatedReplica> replicas = new ArrayList<>();
    private final StringBuilder history = new StringBuilder();

    /** Contents that nobody has replaced or deleted, by number. */
    private final Set<Long> alive = new TreeSet<>();

    private long contents;
    private long kills;
    private long conflicts;

    SimulatedFolder(Random random, ConflictPolicy policy, String name) {
        this.random = random;
        this.policy = policy;
        this.name = name;
        for (int i = 0; i < DEVICES; i++) {
            replicas.add(new SimulatedReplica(
                    new DeviceId(i, i, i), new DeviceName(String.valueOf((char) ('a' + i))), policy));
        }
    }

    /** How many rounds were broken off. */
    long kills() {
        return kills;
    }

    /** How many paths were in conflict at rest. */
    long conflicts() {
        return conflicts;
    }

    void step() {
        var replica = oneOf(replicas);
        int dice = random.nextInt(100);
        if (dice < 30) {
            edit(replica, path());
        } else if (dice < 38) {
            delete(replica, path());
        } else if (dice < 46) {
            move(replica, path(), path());
        } else if (dice < 50) {
            touch(replica, path());
        } else if (dice < 68) {
            meet(replica, oneOf(replicas));
        } else if (dice < 95) {
            round(replica);
        } else {
            replica.setClock(Duration.ofDays(random.nextInt(3000) - 1500L));
            log(replica, "clock");
        }
    }

    private FilePath path() {
        return new FilePath("f" + random.nextInt(PATHS));
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Who edits replaces, knowingly, what is in front of them. */
    private void edit(SimulatedReplica replica, FilePath path) {
        alive.remove(number(replica.look(path)));
        contents++;
        replica.put(path, new Item.Regular(new ContentHash(contents, 0, 0, 0), 1, 0644, replica.now()));
        alive.add(contents);
        log(replica, "edit " + path + "=" + contents);
    }

    private void delete(SimulatedReplica replica, FilePath path) {
        alive.remove(number(replica.look(path)));
        replica.put(path, Item.Absent.NOTHING);
        log(replica, "delete " + path);
    }

    private void move(SimulatedReplica replica, FilePath from, FilePath to) {
        if (replica.look(to).isAbsent() && !replica.look(from).isAbsent()) {
            replica.put(to, replica.look(from));
            replica.put(from, Item.Absent.NOTHING);
            log(replica, "move " + from + " " + to);
        }
    }

    private void touch(SimulatedReplica replica, FilePath path) {
        if (replica.look(path) instanceof Item.Regular file) {
            int mode = random.nextBoolean() ? 0600 : 0644;
            replica.put(path, new Item.Regular(file.hash(), file.size(), mode, replica.now()));
            log(replica, "touch " + path);
        }
    }

    /** What a device knows reaches another; the way back may be blocked. */
    private void meet(SimulatedReplica from, SimulatedReplica to) {
        to.learn(from);
        log(from, "tells " + to.name());
    }

    /** A round, during which somebody may write and news may come, and which may be broken off after any step. */
    private void round(SimulatedReplica replica) {
        var plan = replica.plan();
        if (random.nextInt(4) == 0) {
            edit(replica, path());
        }
        if (random.nextInt(4) == 0) {
            meet(oneOf(replicas), replica);
        }
        int steps = random.nextInt(3) == 0 ? random.nextInt(6) : Integer.MAX_VALUE;
        boolean whole = replica.apply(plan, steps);
        kills += whole ? 0 : 1;
        log(replica, whole ? "round" : "round, killed after " + steps);
    }

    private void log(SimulatedReplica replica, String what) {
        history.append(replica.name()).append(' ').append(what).append("; ");
    }

    /** Nothing happens any more but that all meet and do their rounds, until nothing changes. */
    void settle() {
        for (int turn = 0; turn < 8; turn++) {
            for (SimulatedReplica replica : replicas) {
                replicas.forEach(replica::learn);
                replica.apply(replica.plan(), Integer.MAX_VALUE);
            }
        }
    }

    void check() {
        var told = name + ": " + history;
        var before = replicas.toString();
        settle();
        assertThat(replicas.toString()).as("at rest after %s", told).isEqualTo(before);
        var open = new TreeSet<FilePath>();
        replicas.forEach(replica -> open.addAll(replica.conflicts()));
        for (SimulatedReplica replica : replicas) {
            assertThat(replica.conflicts())
                    .as("%s lists every conflict after %s", replica.name(), told)
                    .isEqualTo(open);
        }
        assertThat(replicas.stream()
                        .map(replica -> without(replica.disk(), open))
                        .distinct())
                .as("equal but for %s after %s", open, told)
                .hasSize(1);
        conflicts = open.size();
        var held = new TreeSet<Long>();
        replicas.forEach(replica -> replica.disk().values().forEach(item -> held.add(number(item))));
        var choices = new TreeSet<Long>();
        replicas.forEach(replica -> replica.heads().forEach(head -> choices.add(number(head.item()))));
        choices.remove(0L);
        assertThat(held).as("somebody has each choice there is after %s", told).containsAll(choices);
        if (policy == ConflictPolicy.DEFER || policy == ConflictPolicy.INTERACTIVE) {
            assertThat(held).as("nothing is lost after %s", told).containsAll(alive);
        } else {
            assertThat(open).as("nobody has to decide after %s", told).isEmpty();
        }
    }

    private static Map<FilePath, Item> without(Map<FilePath, Item> disk, Set<FilePath> paths) {
        var rest = new TreeMap<>(disk);
        rest.keySet().removeAll(paths);
        return rest;
    }

    private static long number(Item item) {
        return item instanceof Item.Regular file ? file.hash().first() : 0;
    }
}
