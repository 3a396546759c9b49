package dev.till.testkit.faults;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some faults that begin one after the other, last together for a while, and heal.
 *
 * @param number from 1
 * @param pause between the beginnings of two faults
 * @param hold how long all of them last
 */
record Episode(int number, Kind kind, List<Fault> faults, Duration pause, Duration hold) {

    Episode {
        faults = List.copyOf(faults);
    }

    /** Whose writes may fail. */
    Set<Integer> victims() {
        return faults.stream().flatMap(fault -> fault.victims().stream()).collect(Collectors.toSet());
    }

    /**
     * Whose cluster system may be made anew. Being out of reach alone is no reason; being out of reach while somebody
     * arrives is, for then the absent are removed to let the newcomer in.
     */
    Set<Integer> mayBeRecreated() {
        boolean arrivals = faults.stream().anyMatch(Fault::bringsArrivals);
        var may = faults.stream().flatMap(fault -> fault.recreated().stream()).collect(Collectors.toSet());
        if (arrivals) {
            faults.forEach(fault -> may.addAll(fault.away()));
        }
        return may;
    }

    @Override
    public String toString() {
        return number + " " + kind + ": " + faults.stream().map(Fault::toString).collect(Collectors.joining("; "))
                + "; for " + hold.toMillis() / 1000.0 + " s";
    }
}
