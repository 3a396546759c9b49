package dev.till.testkit.faults;

import dev.till.testkit.faults.Fault.Link;
import dev.till.testkit.lab.Distortion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What goes wrong, as an endless sequence of episodes that follows from the seed alone: every kind once in a new order,
 * over and over.
 *
 * <p>The newcomer of {@link Kind#JOIN} and {@link Kind#KILL_JOINING} has the number after the last node, and stays until {@link Kind#REVOKE}.
 */
final class Plan implements Iterator<Episode> {

    private static final int LOSS_PERCENT = 30;
    /** The most that has to be caught up within ten seconds. */
    private static final int GAP = 100_000;

    private static final Distortion HALF_OF_200_MS = new Distortion(100, 50, 5);
    private static final List<Kind> NETWORK = List.of(
            Kind.PARTITION_HALVES,
            Kind.PARTITION_ONE_WAY,
            Kind.PARTITION_BRIDGE,
            Kind.PARTITION_ALONE,
            Kind.LOSS,
            Kind.DELAY);
    private static final List<Kind> MACHINE =
            List.of(Kind.STOP_SHORT, Kind.STOP_LONG, Kind.KILL, Kind.KILL_COMPACTING, Kind.DISK_FULL);

    private final int founders;
    private final List<Kind> kinds;
    private final Random random;
    private final List<Kind> round = new ArrayList<>();
    private boolean newcomer;
    private int number;
    private int moves;

    /**
     * @param nodes how many there are at first, 3 at least
     * @param kinds which to choose from
     */
    Plan(long seed, int nodes, List<Kind> kinds) {
        if (nodes < 3 || kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "plan: " + nodes + " nodes, faults " + kinds + " (expected: 3 nodes or more, some faults)");
        }
        founders = nodes;
        this.kinds = List.copyOf(kinds);
        random = new Random(seed);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Episode next() {
        if (round.isEmpty()) {
            round.addAll(kinds);
            Collections.shuffle(round, random);
        }
        var kind = enrolment(round.remove(0));
        var faults = kind == Kind.MIXED ? mixed() : List.copyOf(faults(kind, anyone()));
        newcomer = isArrival(kind) || (newcomer && kind != Kind.REVOKE);
        return new Episode(++number, kind, faults, Duration.ofMillis(500 + random.nextInt(1500)), hold(kind));
    }

    /** There is one newcomer at most, and it can only be put out once it is in. */
    private Kind enrolment(Kind drawn) {
        if (drawn == Kind.REVOKE && !newcomer) {
            return Kind.JOIN;
        }
        return isArrival(drawn) && newcomer ? Kind.REVOKE : drawn;
    }

    private static boolean isArrival(Kind kind) {
        return kind == Kind.JOIN || kind == Kind.KILL_JOINING;
    }

    private List<Fault> faults(Kind kind, int node) {
        return switch (kind) {
            case PARTITION_HALVES -> List.of(halves(shuffled(), false));
            case PARTITION_ONE_WAY -> List.of(oneWay());
            case PARTITION_BRIDGE -> List.of(halves(shuffled(), true));
            case PARTITION_ALONE -> List.of(alone());
            case LOSS -> List.of(new Fault.Loss(LOSS_PERCENT, Set.copyOf(everyone())));
            case DELAY -> List.of(new Fault.Delay(HALF_OF_200_MS));
            case STOP_SHORT -> List.of(new Fault.Freeze(node));
            case STOP_LONG -> List.of(kinds.contains(Kind.NIGHT) ? new Fault.Night(node) : new Fault.Freeze(node));
            case NIGHT -> List.of(new Fault.Night(node));
            case GAP -> List.of(new Fault.Gap(node, (node + 1) % everyone().size(), GAP));
            case KILL -> List.of(new Fault.Kill(node, 1 + random.nextInt(3), false));
            case KILL_COMPACTING -> List.of(new Fault.Kill(node, 1 + random.nextInt(2), true));
            case ROLLING_RESTART -> List.of(new Fault.RollingRestart(Set.copyOf(everyone())));
            case START_TOGETHER -> List.of(new Fault.StartTogether(Set.copyOf(everyone())));
            case DISK_FULL -> List.of(new Fault.FullDisk(node));
            case CLOCK_MINUTES -> List.of(new Fault.WrongClock(node, minutes()));
            case CLOCK_YEARS -> List.of(new Fault.WrongClock(node, years()));
            case CLONE -> List.of(new Fault.Clone(node, random.nextBoolean()));
            case RESTORE -> List.of(new Fault.Restore(node));
            case KILL_JOINING -> List.of(new Fault.Join(founders, 2 + random.nextInt(2)));
            case ADDRESS -> List.of(new Fault.Move(node, address()));
            case JOIN -> List.of(withAdmin(founders), new Fault.Join(founders, 0));
            case REVOKE -> List.of(withAdmin(founders), new Fault.Revoke(founders));
            case MIXED -> mixed();
        };
    }

    /** Something wrong with the network, and with two machines at the same time. */
    private List<Fault> mixed() {
        var nodes = shuffled();
        var all = new ArrayList<Fault>();
        all.addAll(faults(oneOf(NETWORK), nodes.get(0)));
        all.addAll(faults(oneOf(MACHINE), nodes.get(0)));
        all.addAll(faults(oneOf(MACHINE), nodes.get(1)));
        return all;
    }

    private Fault halves(List<Integer> order, boolean bridged) {
        var left = order.subList(0, order.size() / 2);
        var right = order.subList(order.size() / 2 + (bridged ? 1 : 0), order.size());
        return new Fault.Partition(parted(left, right));
    }

    private Fault oneWay() {
        var order = shuffled();
        var left = order.subList(0, order.size() / 2);
        var right = order.subList(order.size() / 2, order.size());
        return new Fault.Partition(links(left, right));
    }

    private Fault alone() {
        return new Fault.Partition(links(everyone(), everyone()));
    }

    /** A partition in which the first node and the newcomer, if it is to join, are on the same side; else on two. */
    private Fault withAdmin(int guest) {
        var others = new ArrayList<>(IntStream.range(1, founders).boxed().toList());
        Collections.shuffle(others, random);
        int cut = others.size() / 2;
        var near = new ArrayList<>(others.subList(0, cut));
        near.add(0);
        var far = new ArrayList<>(others.subList(cut, others.size()));
        (newcomer ? far : near).add(guest);
        return new Fault.Partition(parted(near, far));
    }

    private static List<Link> parted(List<Integer> left, List<Integer> right) {
        var both = new ArrayList<>(links(left, right));
        both.addAll(links(right, left));
        return both;
    }

    private static List<Link> links(List<Integer> from, List<Integer> to) {
        return from.stream()
                .flatMap(one -> to.stream().filter(other -> !other.equals(one)).map(other -> new Link(one, other)))
                .toList();
    }

    private Duration minutes() {
        // Ahead by more than datagrams may be, yet so little that the others' clocks get there soon.
        return random.nextBoolean() ? Duration.ofMinutes(1) : Duration.ofMinutes(-1 - random.nextInt(30));
    }

    private Duration years() {
        return Duration.ofDays(365L * (1 + random.nextInt(3)) * (random.nextBoolean() ? 1 : -1));
    }

    private String address() {
        moves++;
        return "10.99." + (1 + moves / 200) + "." + (1 + moves % 200);
    }

    private Duration hold(Kind kind) {
        int seconds = switch (kind) {
            case STOP_SHORT -> 1 + random.nextInt(4);
            case STOP_LONG -> 20 + random.nextInt(15);
            case NIGHT -> 2 * (int) Site.PATIENCE_AT_NIGHT.toSeconds() + random.nextInt(10);
            case ROLLING_RESTART, START_TOGETHER, ADDRESS, KILL_JOINING, GAP -> 1;
            case DISK_FULL -> 4 + random.nextInt(4);
            case JOIN, REVOKE, MIXED -> 12 + random.nextInt(8);
            default -> 8 + random.nextInt(8);
        };
        return Duration.ofSeconds(seconds);
    }

    private int anyone() {
        return random.nextInt(everyone().size());
    }

    private List<Integer> everyone() {
        return IntStream.range(0, founders + (newcomer ? 1 : 0)).boxed().toList();
    }

    private List<Integer> shuffled() {
        var order = new ArrayList<>(everyone());
        Collections.shuffle(order, random);
        return order;
    }

    private Kind oneOf(List<Kind> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The first episodes as people read them. */
    static String shown(Plan plan, int episodes) {
        return IntStream.range(0, episodes)
                .mapToObj(i -> plan.next().toString())
                .collect(Collectors.joining("\n"));
    }
}
