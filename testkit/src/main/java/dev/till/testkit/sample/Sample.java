package dev.till.testkit.sample;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What reading a sample has to lead to.
 *
 * @param state entity to field to the JSON text of the value
 * @param datagrams records that write, each told once
 * @param duplicates records told again
 * @param control records with no meaning here
 * @param bad records that cannot be read
 * @param torn files whose last record has no end
 */
public record Sample(
        SortedMap<String, SortedMap<String, String>> state,
        int datagrams,
        int duplicates,
        int control,
        int bad,
        int torn) {

    public Sample {
        var copy = new TreeMap<String, SortedMap<String, String>>();
        state.forEach((entity, fields) -> copy.put(entity, Collections.unmodifiableSortedMap(new TreeMap<>(fields))));
        state = Collections.unmodifiableSortedMap(copy);
    }

    /** How many registers hold a value. */
    public int registers() {
        return state.values().stream().mapToInt(Map::size).sum();
    }
}
