package dev.till.testkit.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** One figure, measured once a round. */
record Series(List<Double> rounds) {

    Series() {
        this(new ArrayList<>());
    }

    void add(double value) {
        rounds.add(value);
    }

    double median() {
        var sorted = new ArrayList<>(rounds);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** This divided by {@code other}, round by round. */
    Series over(Series other) {
        int common = Math.min(rounds.size(), other.rounds.size());
        return new Series(IntStream.range(0, common)
                .mapToObj(i -> rounds.get(i) / other.rounds.get(i))
                .toList());
    }
}
