package dev.till.testkit.simulation;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.testkit.simulation.SimulatedNode.Flaw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One history: some nodes, a network that loses, delays and doubles, and faults of machines and of people, all drawn from one
 * seed. In the end everything is healed, and the nodes must agree on all that was acknowledged and not lost with the only
 * disks that held it.
 */
public final class History {
    private static final int LENGTH = 400;
    private static final int KEYS = 4;
    private static final int HEALING_ROUNDS = 300;
    private static final long NANOS = 1_000_000;
    private static final long STEPS_PER_YEAR = 365L * 86_400_000;

    /** What a history may contain besides lost messages and crashes. */
    public enum Fault {
        /** A machine is restored from an old backup. */
        RESTORE,
        /** A disk damages the end of what it had synced. */
        TEAR,
        /** A home is copied, and for a while both run. */
        CLONE,
        /** A clock jumps, years ahead or back, and later to where it belongs. */
        CLOCK
    }

    /** How much happened, so that a test can tell that something did. */
    public record Summary(int acknowledged, int excused, int restores, int tears, int clones, int jumps, int folded) {}

    private record Flight(long due, long number, int from, int to, Message message) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** A machine: its node when it runs, else only its disk. */
    private static final class Machine {
        final DeviceId device;
        final long usualOffset;
        Disk disk;
        Optional<SimulatedNode> node = Optional.empty();
        Optional<Disk> backup = Optional.empty();
        long clockOffset;
        boolean gone;

        Machine(DeviceId device, Disk disk, long usualOffset) {
            this.device = device;
            this.disk = disk;
            this.usualOffset = usualOffset;
            clockOffset = usualOffset;
        }

        boolean isClockRight() {
            return clockOffset == usualOffset;
        }
    }

    private final Random random;
    private final Set<Fault> faults;
    private final Flaw flaw;
    private final List<Machine> machines = new ArrayList<>();
    private final PriorityQueue<Flight> network = new PriorityQueue<>();
    private final Map<Dot, Datagram> written = new HashMap<>();
    private final Set<Dot> acknowledged = new HashSet<>();
    private final Set<Dot> excused = new HashSet<>();
    private final Set<Integer> cut = new HashSet<>();
    private long now = 1;
    private long files;
    private long flights;
    private long values;
    private int restores;
    private int tears;
    private int clones;
    private int jumps;
    private int folded;
    private boolean healed;

    /** @param flaw in what nodes are broken on purpose */
    private History(long seed, Set<Fault> faults, Flaw flaw) {
        random = new Random(seed);
        this.faults = Set.copyOf(faults);
        this.flaw = flaw;
        int nodes = 2 + random.nextInt(3);
        for (int i = 0; i < nodes; i++) {
            var device = new DeviceId(random.nextLong(), random.nextLong(), random.nextInt());
            machines.add(new Machine(device, new Disk(++files), random.nextInt(100)));
        }
    }

    /**
     * Plays the history of {@code seed} to its end.
     *
     * @throws AssertionError when a promise is broken
     */
    public static Summary play(long seed, Set<Fault> faults) {
        return new History(seed, faults, Flaw.NONE).play();
    }

    /** The same with nodes that are broken on purpose: what {@link #play} is there to catch. */
    static Summary playBroken(long seed, Set<Fault> faults, Flaw flaw) {
        return new History(seed, faults, flaw).play();
    }

    private Summary play() {
        machines.forEach(this::start);
        for (int step = 0; step < LENGTH; step++) {
            now++;
            step();
            deliver();
        }
        heal();
        check();
        return new Summary(acknowledged.size(), excused.size(), restores, tears, clones, jumps, folded);
    }

    private void step() {
        var machine = machines.get(random.nextInt(machines.size()));
        int dice = random.nextInt(100);
        if (dice < 25) {
            machine.node.ifPresent(node -> write(machine, node));
        } else if (dice < 45) {
            machine.node.ifPresent(node -> sync(machine, node));
        } else if (dice < 82) {
            machine.node.ifPresent(node -> tick(machine, node));
        } else if (dice < 85) {
            machine.node.ifPresent(this::compact);
        } else if (dice < 90) {
            crash(machine);
        } else if (dice < 95) {
            start(machine);
        } else if (dice < 97) {
            int link = link(random.nextInt(machines.size()), random.nextInt(machines.size()));
            if (!cut.remove(link)) {
                cut.add(link);
            }
        } else {
            fault(machine);
        }
    }

    private void fault(Machine machine) {
        int dice = random.nextInt(5);
        if (dice == 0 && !machine.gone) {
            machine.backup = Optional.of(machine.disk.copy(++files, true));
        } else if (dice == 1 && faults.contains(Fault.RESTORE) && machine.backup.isPresent()) {
            crash(machine);
            machine.disk = machine.backup.get().copy(++files, true);
            restores++;
            excuseTheLost();
        } else if (dice == 2 && faults.contains(Fault.TEAR) && !machine.gone) {
            crash(machine);
            machine.disk.tear(1 + random.nextInt(3));
            tears++;
            excuseTheLost();
        } else if (dice == 3 && faults.contains(Fault.CLONE)) {
            cloneOrEnd(machine);
        } else if (dice == 4 && faults.contains(Fault.CLOCK)) {
            int years = random.nextInt(7) - 3;
            machine.clockOffset = machine.usualOffset + years * STEPS_PER_YEAR;
            jumps++;
        }
    }

    /** A machine that runs a clone gives way for ever; any other is cloned, unmarked, as {@code cp -a} does it. */
    private void cloneOrEnd(Machine machine) {
        var clone = machines.stream()
                .filter(each -> each != machine && each.device.equals(machine.device))
                .findFirst();
        if (clone.isPresent()) {
            retire(machines.indexOf(clone.get()) > machines.indexOf(machine) ? clone.get() : machine);
        } else if (!machine.gone) {
            var twin = new Machine(machine.device, machine.disk.copy(++files, false), random.nextInt(100));
            machines.add(twin);
            start(twin);
            clones++;
        }
    }

    private void retire(Machine machine) {
        crash(machine);
        machine.gone = true;
        machine.disk = new Disk(++files);
        excuseTheLost();
    }

    private void start(Machine machine) {
        if (machine.node.isEmpty() && !machine.gone) {
            machine.node = Optional.of(new SimulatedNode(machine.device, machine.disk, random, flaw));
        }
    }

    private void crash(Machine machine) {
        if (machine.node.isPresent()) {
            machine.disk.crash(random);
            machine.node = Optional.empty();
            note(machine.disk);
        }
    }

    private void write(Machine machine, SimulatedNode node) {
        var key = RegisterKey.of("e" + random.nextInt(KEYS), "f");
        node.write(key, Long.toString(++values), wall(machine));
    }

    private HybridTimestamp wall(Machine machine) {
        return new HybridTimestamp((now + machine.clockOffset) * NANOS);
    }

    /** Whose clocks agree with that of {@code machine}, when more of the others do than do not. */
    private Set<DeviceId> vouchers(Machine machine) {
        var others = machines.stream()
                .filter(other -> !other.gone && !other.device.equals(machine.device) && other.node.isPresent())
                .toList();
        var agreeing = others.stream().filter(Machine::isClockRight).toList();
        boolean vouched = machine.isClockRight() && 2 * agreeing.size() > others.size();
        return vouched ? agreeing.stream().map(other -> other.device).collect(Collectors.toSet()) : Set.of();
    }

    private void sync(Machine machine, SimulatedNode node) {
        var done = node.sync();
        note(machine.disk);
        if (!done.isEmpty()) {
            done.forEach(datagram -> acknowledged.add(datagram.dot()));
            peers(machine).values().forEach(to -> send(machines.indexOf(machine), to, new Message.Push(done)));
        }
    }

    private void tick(Machine machine, SimulatedNode node) {
        int from = machines.indexOf(machine);
        node.lookAtClock(wall(machine), vouchers(machine));
        node.tick(peers(machine), (message, to) -> send(from, to, message));
    }

    private void compact(SimulatedNode node) {
        folded += node.compact(machines.stream()
                .filter(other -> !other.gone)
                .map(other -> other.device)
                .filter(device -> !device.equals(node.self()))
                .collect(Collectors.toSet()));
    }

    /** Who may be in reach: of two machines with one device, either. */
    private SortedMap<DeviceId, Integer> peers(Machine machine) {
        var peers = new TreeMap<DeviceId, Integer>();
        for (int i = 0; i < machines.size(); i++) {
            var other = machines.get(i);
            if (!other.gone && !other.device.equals(machine.device)) {
                if (!peers.containsKey(other.device) || random.nextBoolean()) {
                    peers.put(other.device, i);
                }
            }
        }
        return peers;
    }

    private void send(int from, int to, Message message) {
        if (!healed && (cut.contains(link(from, to)) || random.nextInt(100) < 30)) {
            return;
        }
        int copies = !healed && random.nextInt(100) < 5 ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long delay = healed ? 1 : 1 + random.nextInt(40);
            network.add(new Flight(now + delay, ++flights, from, to, message));
        }
    }

    private void deliver() {
        while (!network.isEmpty() && network.peek().due() <= now) {
            var flight = network.remove();
            var machine = machines.get(flight.to());
            machine.node.ifPresent(node -> node.receive(
                    flight.message(), flight.from(), wall(machine), (answer, to) -> send(flight.to(), to, answer)));
        }
    }

    private void heal() {
        healed = true;
        network.clear();
        machines.forEach(machine -> machine.clockOffset = machine.usualOffset);
        for (int i = machines.size() - 1; i >= 0; i--) {
            var machine = machines.get(i);
            boolean isLater = machines.subList(0, i).stream()
                    .anyMatch(before -> !before.gone && before.device.equals(machine.device));
            if (isLater) {
                retire(machine);
            }
            start(machine);
        }
        for (int round = 0; round < HEALING_ROUNDS && !(round > 5 && agree()); round++) {
            for (Machine machine : machines) {
                machine.node.ifPresent(node -> {
                    sync(machine, node);
                    tick(machine, node);
                });
            }
            now++;
            deliver();
        }
    }

    private boolean agree() {
        var first = running().get(0);
        return running().stream()
                .allMatch(node -> node.disk().applied().equals(first.disk().applied())
                        && node.registers().equals(first.registers()));
    }

    private List<SimulatedNode> running() {
        return machines.stream().flatMap(machine -> machine.node.stream()).toList();
    }

    /** What is on a disk may be seen by others from now on. */
    private void note(Disk disk) {
        for (Disk.Written record : disk.fresh()) {
            record.datagram().ifPresent(datagram -> {
                var other = written.putIfAbsent(datagram.dot(), datagram);
                if (other != null && !other.content().equals(datagram.content())) {
                    throw new AssertionError(
                            "number used twice: " + datagram.dot() + " is " + other + " and " + datagram);
                }
            });
        }
    }

    /** What no disk holds any more is lost with the last one that did: no protocol brings it back. */
    private void excuseTheLost() {
        for (Dot dot : acknowledged) {
            if (machines.stream().noneMatch(machine -> machine.disk.applied().contains(dot))) {
                excused.add(dot);
            }
        }
    }

    private void check() {
        var first = running().get(0);
        var applied = first.disk().applied();
        for (SimulatedNode node : running()) {
            require(
                    node.disk().applied().equals(applied),
                    "heads differ: " + node.disk().applied() + " and " + applied);
            require(
                    node.registers().equals(first.registers()),
                    "registers differ: " + node.registers() + " and " + first.registers());
        }
        for (Dot dot : acknowledged) {
            require(excused.contains(dot) || applied.contains(dot), "acknowledged and lost: " + written.get(dot));
        }
        var expected = new TreeMap<RegisterKey, Register>();
        written.values().stream()
                .filter(datagram -> applied.contains(datagram.dot()))
                .forEach(one -> expected.merge(one.key(), one.register(), Register::merge));
        require(expected.keySet().containsAll(first.registers().keySet()), "registers that nobody wrote");
        expected.forEach((key, register) -> {
            var held = first.registers().getOrDefault(key, Register.EMPTY);
            require(held.equals(register), key + " is " + held + ", not " + register);
        });
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }

    private int link(int one, int other) {
        return Math.min(one, other) * 1000 + Math.max(one, other);
    }
}
