package dev.till.testkit.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of episodes that {@code --faults} names. */
public enum Kind {
    /** Two halves that do not reach each other. */
    PARTITION_HALVES,
    /** One part hears the other but is not heard. */
    PARTITION_ONE_WAY,
    /** Two halves with one node that reaches both. */
    PARTITION_BRIDGE,
    /** Nobody reaches anybody. */
    PARTITION_ALONE,
    /** Of all packets 30 % are lost. */
    LOSS,
    /** Packets take 200 ms, some more and some less, so that they overtake each other, and some arrive twice. */
    DELAY,
    /** A node is stopped for less time than others take to notice. */
    STOP_SHORT,
    /** A node is stopped for longer. */
    STOP_LONG,
    /** A node is stopped while another writes 100,000 datagrams. */
    GAP,
    /** A node is killed again and again while it writes. */
    KILL,
    /** A node is killed while it folds its journal. */
    KILL_COMPACTING,
    /** One after the other is stopped and started. */
    ROLLING_RESTART,
    /** All are killed and started at once. */
    START_TOGETHER,
    /** A disk is full for a while. */
    DISK_FULL,
    /** A clock jumps by minutes. */
    CLOCK_MINUTES,
    /** A clock jumps by years, ahead or back. */
    CLOCK_YEARS,
    /** A home is copied, and both run. */
    CLONE,
    /** A home is lost and comes back from a backup that is older than what the others have seen. */
    RESTORE,
    /** A newcomer is killed while it enrols and while it takes its first snapshot; one that is in is put out instead. */
    KILL_JOINING,
    /** A node is stopped for so long that others give up on it. */
    NIGHT,
    /** A machine gets another address. */
    ADDRESS,
    /** A newcomer enrols while the others are parted. */
    JOIN,
    /** That newcomer is put out while the others are parted; until it has joined, it joins. */
    REVOKE,
    /** Several of these at once. */
    MIXED;

    /** Whether it takes a clock that can be set, and so a compiler. */
    boolean needsClocks() {
        return this == CLOCK_MINUTES || this == CLOCK_YEARS;
    }

    /** All but {@link #NIGHT}, which takes nodes of little patience and so changes what other faults explain. */
    public static List<Kind> usual() {
        return Arrays.stream(values()).filter(kind -> kind != NIGHT).toList();
    }

    /** The name as people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a comma-separated list; throws IllegalArgumentException that names what is possible. */
    public static List<Kind> parseAll(String text) {
        return Arrays.stream(text.split(",", -1)).map(Kind::parse).toList();
    }

    private static Kind parse(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("fault: '" + name + "' (expected: "
                        + Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", ")) + ")"));
    }
}
