package dev.till.protocol.file.sync;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.Extra;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A folder on one device: its disk, what was agreed, and its registers, each of which outlives it when the node is killed. A round
 * does its steps in the order of the real one: what is agreed before who is told of it, and what is on disk before what is
 * agreed.
 */
final class SimulatedReplica {
    private static final Instant BEGINNING = Instant.parse("2025-01-10T12:00:00Z");

    private final DeviceId device;
    private final DeviceName name;
    private final ConflictPolicy policy;
    private final TreeMap<FilePath, Item> disk = new TreeMap<>();
    private final TreeMap<FilePath, FileVersion> agreed = new TreeMap<>();
    private final TreeMap<FilePath, Register> registers = new TreeMap<>();
    private Duration clock = Duration.ZERO;
    private long ticks;
    private long written;
    private int stepsLeft;

    SimulatedReplica(DeviceId device, DeviceName name, ConflictPolicy policy) {
        this.device = device;
        this.name = name;
        this.policy = policy;
    }

    /** What is to be done at one path; what was there when that was decided, and what the others were known to have. */
    record Planned(FilePath path, Item mine, Map<Dot, FileVersion> theirs, Step step) {}

    DeviceName name() {
        return name;
    }

    Map<FilePath, Item> disk() {
        return disk;
    }

    /** What its clock says. */
    Instant now() {
        ticks++;
        return BEGINNING.plus(clock).plusMillis(ticks);
    }

    void setClock(Duration ahead) {
        clock = ahead;
    }

    Item look(FilePath path) {
        return disk.getOrDefault(path, Item.Absent.NOTHING);
    }

    void put(FilePath path, Item item) {
        if (item.isAbsent()) {
            disk.remove(path);
        } else {
            disk.put(path, item);
        }
    }

    /** Learns all registers that another one has. */
    void learn(SimulatedReplica other) {
        other.registers.forEach((path, register) -> registers.merge(path, register, Register::merge));
    }

    List<Planned> plan() {
        var paths = new TreeSet<>(disk.keySet());
        paths.addAll(agreed.keySet());
        paths.addAll(registers.keySet());
        var me = new Reconciliation.Me(name, now(), policy);
        var plan = new ArrayList<Planned>();
        for (FilePath path : paths) {
            var theirs = versions(path);
            var step = Reconciliation.decide(
                    Optional.ofNullable(agreed.get(path)), look(path), List.copyOf(theirs.values()), me);
            plan.add(new Planned(path, look(path), theirs, step));
        }
        return plan;
    }

    /** The paths that it lists as conflicts. */
    Set<FilePath> conflicts() {
        var open = new TreeSet<FilePath>();
        for (Planned planned : plan()) {
            if (planned.step() instanceof Step.Conflict) {
                open.add(planned.path());
            }
        }
        return open;
    }

    /** All that is left to decide between, at any path. */
    List<FileVersion> heads() {
        return registers.keySet().stream()
                .flatMap(path -> Heads.of(List.copyOf(versions(path).values())).stream())
                .toList();
    }

    /** Does what is planned, in so many steps at most; false when it was broken off. */
    boolean apply(List<Planned> plan, int steps) {
        stepsLeft = steps;
        for (Planned planned : plan) {
            if (!tell(planned)) {
                return false;
            }
        }
        for (Planned planned : plan) {
            if (!take(planned)) {
                return false;
            }
        }
        return true;
    }

    private boolean tell(Planned planned) {
        var path = planned.path();
        if (planned.step() instanceof Step.Offer offer) {
            var version = new FileVersion(planned.mine(), offer.clock(), name, now());
            return step(() -> agreed.put(path, version)) && step(() -> write(planned, version));
        }
        if (planned.step() instanceof Step.Agree agree) {
            boolean several = planned.theirs().size() > 1;
            return step(() -> agreed.put(path, agree.version()))
                    && (!several || step(() -> write(planned, agree.version())));
        }
        if (planned.step() instanceof Step.Conflict conflict) {
            var mine = new FileVersion(planned.mine(), conflict.mine(), name, now());
            return step(() -> agreed.put(path, mine)) && (!conflict.offer() || step(() -> write(planned, mine)));
        }
        return true;
    }

    private boolean take(Planned planned) {
        // What is there now must be what it was when this was planned.
        if (!(planned.step() instanceof Step.Take take) || !look(planned.path()).equals(planned.mine())) {
            return true;
        }
        return step(() -> put(planned.path(), take.theirs().item()))
                && step(() -> agreed.put(planned.path(), take.theirs()));
    }

    private boolean step(Runnable what) {
        if (stepsLeft == 0) {
            return false;
        }
        stepsLeft--;
        what.run();
        return true;
    }

    private void write(Planned planned, FileVersion version) {
        var path = planned.path();
        var followed = new HashSet<Dot>();
        planned.theirs().forEach((dot, other) -> {
            if (version.clock().covers(other.clock())) {
                followed.add(dot);
            }
        });
        var known = registers.getOrDefault(path, Register.EMPTY);
        written++;
        var content = new Value(FileRecord.write(version).json());
        var mine = new Version(new Dot(device, written), new HybridTimestamp(written), content, Extra.NONE);
        registers.merge(path, Register.of(mine, known.contextBeside(followed)), Register::merge);
    }

    private Map<Dot, FileVersion> versions(FilePath path) {
        var versions = new TreeMap<Dot, FileVersion>();
        for (Version version : registers.getOrDefault(path, Register.EMPTY).versions()) {
            versions.put(version.dot(), FileRecord.read(((Value) version.content()).json()));
        }
        return versions;
    }

    /** All that tells whether it has come to rest; not when it last looked. */
    @Override
    public String toString() {
        return name + " has " + disk + " knows " + registers;
    }
}
