package dev.till.testkit.faults;

import dev.till.testkit.lab.Distortion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Something that goes wrong for a while. Nodes are given by their numbers, from 0. */
sealed interface Fault {

    /** Whose writes may be refused or take long while it lasts. Everybody else must not notice. */
    default Set<Integer> victims() {
        return Set.of();
    }

    /** Who cannot be reached by some other node while it lasts. */
    default Set<Integer> away() {
        return victims();
    }

    /** Whether a node comes (back) while it lasts; who is away then is removed, and makes a new cluster system later. */
    default boolean bringsArrivals() {
        return false;
    }

    /** Whose cluster system has to be made anew because of it, whatever else happens. */
    default Set<Integer> recreated() {
        return Set.of();
    }

    /** Packets that {@code from} sends do not arrive at {@code to}. */
    record Link(int from, int to) {
        @Override
        public String toString() {
            return from + ">" + to;
        }
    }

    /** Some links carry nothing. */
    record Partition(List<Link> cut) implements Fault {
        public Partition {
            cut = List.copyOf(cut);
        }

        @Override
        public Set<Integer> away() {
            return cut.stream()
                    .flatMap(link -> Stream.of(link.from(), link.to()))
                    .collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return "partition " + cut;
        }
    }

    /** Every machine loses so many of a hundred packets. */
    record Loss(int percent, Set<Integer> nodes) implements Fault {
        public Loss {
            nodes = Set.copyOf(nodes);
        }

        @Override
        public Set<Integer> away() {
            return nodes;
        }

        @Override
        public String toString() {
            return "loss " + percent + "%";
        }
    }

    /** The cable of every machine is a bad one: what goes from one to another passes two of them. */
    record Delay(Distortion distortion) implements Fault {
        @Override
        public String toString() {
            return "twice " + distortion;
        }
    }

    /** A node is stopped in its tracks. */
    record Freeze(int node) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "stop n" + node;
        }
    }

    /** A node is stopped in its tracks, and another one is given so many changes at once. */
    record Gap(int node, int writer, int changes) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "stop n" + node + ", " + changes + " changes at n" + writer;
        }
    }

    /** A node is killed and started so many times; the last time it stays away until the end. */
    record Kill(int node, int times, boolean compacting) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public String toString() {
            return "kill n" + node + " x" + times + (compacting ? " while it compacts" : "");
        }
    }

    /** Every node is stopped in order and started again, one after the other. */
    record RollingRestart(Set<Integer> nodes) implements Fault {
        public RollingRestart {
            nodes = Set.copyOf(nodes);
        }

        @Override
        public Set<Integer> victims() {
            return nodes;
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public String toString() {
            return "rolling restart";
        }
    }

    /** Every node is killed, and all are started at once. */
    record StartTogether(Set<Integer> nodes) implements Fault {
        public StartTogether {
            nodes = Set.copyOf(nodes);
        }

        @Override
        public Set<Integer> victims() {
            return nodes;
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public Set<Integer> recreated() {
            return nodes;
        }

        @Override
        public String toString() {
            return "kill all, start all";
        }
    }

    /** The disk of a node is full. */
    record FullDisk(int node) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public Set<Integer> away() {
            return Set.of();
        }

        @Override
        public String toString() {
            return "disk of n" + node + " full";
        }
    }

    /** The clock of a machine jumps by so much, while its node runs, and back in the end. Nobody may notice but by a warning. */
    record WrongClock(int node, Duration offset) implements Fault {
        @Override
        public String toString() {
            return "clock of n" + node + (offset.isNegative() ? " back " : " ahead ")
                    + offset.abs().toString().substring(2).toLowerCase(Locale.ROOT);
        }
    }

    /** The home of a node is copied to another machine, and both are started; the copy is ended in the end. */
    record Clone(int node, boolean copyFirst) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public Set<Integer> recreated() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "n" + node + " runs twice, the " + (copyFirst ? "copy" : "original") + " longer";
        }
    }

    /** A home is backed up, lost later, and restored to what it was. */
    record Restore(int node) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public String toString() {
            return "home of n" + node + " is set back";
        }
    }

    /** A node is stopped in its tracks, and the others give up on it. */
    record Night(int node) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public Set<Integer> recreated() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "n" + node + " sleeps for a night";
        }
    }

    /** A machine gets another address, for good. */
    record Move(int node, String address) implements Fault {
        @Override
        public Set<Integer> away() {
            return Set.of(node);
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public Set<Integer> recreated() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "n" + node + " moves to " + address;
        }
    }

    /** A newcomer starts and enrols with the first node; it is killed so many times while it does, and then lives. */
    record Join(int node, int kills) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public boolean bringsArrivals() {
            return true;
        }

        @Override
        public Set<Integer> recreated() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "n" + node + " enrols" + (kills > 0 ? ", killed x" + kills + " meanwhile" : "");
        }
    }

    /** The first node puts a device out, which then counts no longer. */
    record Revoke(int node) implements Fault {
        @Override
        public Set<Integer> victims() {
            return Set.of(node);
        }

        @Override
        public Set<Integer> recreated() {
            return Set.of(node);
        }

        @Override
        public String toString() {
            return "n" + node + " is revoked";
        }
    }
}
