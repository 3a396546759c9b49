package dev.till.protocol.time;

import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the clocks of those in reach say about this machine's own.
 *
 * <p>Nobody's clock is right by itself. Ours counts as right while more of the others agree with it than do not, and is in
 * doubt as soon as half of them do not: of two that differ, both are in doubt.
 *
 * @param ahead by how much our clock is ahead of each peer's; negative where it is behind
 */
public record ClockComparison(SortedMap<DeviceId, Duration> ahead) {

    /** With nobody. */
    public static final ClockComparison NONE = new ClockComparison(Collections.emptySortedMap());

    public ClockComparison {
        ahead = Collections.unmodifiableSortedMap(new TreeMap<>(ahead));
    }

    /** Whether others say that our clock is right, to within {@code bound}. */
    public boolean isVouchedFor(Duration bound) {
        return 2 * differing(bound).size() < ahead.size();
    }

    /** How far our clock seems to be off: what the middle one of the others says. Empty while it is not in doubt. */
    public Optional<Duration> doubt(Duration bound) {
        var differing = differing(bound);
        if (differing.isEmpty() || isVouchedFor(bound)) {
            return Optional.empty();
        }
        var sorted = differing.stream().map(peer -> ahead.get(peer)).sorted().toList();
        return Optional.of(sorted.get(sorted.size() / 2));
    }

    /** Those whose clock and ours are apart by more than {@code bound}. */
    public List<DeviceId> differing(Duration bound) {
        return ahead.entrySet().stream()
                .filter(entry -> entry.getValue().abs().compareTo(bound) > 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
