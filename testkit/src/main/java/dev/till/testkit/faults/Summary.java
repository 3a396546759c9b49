package dev.till.testkit.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * All episodes of a campaign, and the table of them by kind.
 *
 * @param stopped the episode that could not be finished, and why; empty when there was none
 */
public record Summary(List<Result> results, Optional<String> stopped) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = String.format(
            "%-20s %5s %8s %8s %5s %9s %9s %9s %10s %9s %8s%n",
            "fault",
            "times",
            "acked",
            "refused",
            "lost",
            "p50 s",
            "max s",
            "all up s",
            "recreated",
            "slowest s",
            "peak MiB");

    public Summary {
        results = List.copyOf(results);
    }

    /** What was promised and not kept, a line each, with the episode; empty when all was kept. */
    public List<String> broken() {
        return Stream.concat(
                        results.stream()
                                .flatMap(result ->
                                        result.broken().stream().map(line -> result.episode() + "\n  " + line)),
                        stopped.stream())
                .toList();
    }

    /** The table as text. */
    public String text() {
        var text = new StringBuilder(HEADER);
        byKind().forEach((kind, of) -> text.append(row(kind, of)));
        return text.append(row("all", results)).toString();
    }

    /** The table and every episode as JSON. */
    public String json(long seed, int nodes) {
        var document =
                JSON.createObjectNode().put("name", "faults").put("seed", seed).put("nodes", nodes);
        var faults = document.putObject("faults");
        byKind().forEach((kind, of) -> {
            var applied = applied(of);
            faults.putObject(kind)
                    .put("times", of.size())
                    .put("acknowledged", sum(of, Result::acknowledged))
                    .put("refused", sum(of, Result::refused))
                    .put("lost", sum(of, Result::lost))
                    .put("converged_ms_p50", median(applied))
                    .put("converged_ms_max", max(applied))
                    .put("all_up_ms_max", max(together(of)))
                    .put("recreated", sum(of, Result::recreated))
                    .put("slowest_ack_ms", max(slowest(of)))
                    .put("peak_mib", Math.round(peak(of)));
        });
        var episodes = document.putArray("episodes");
        results.forEach(result -> episodes.add(result.episode().toString()));
        var broken = document.putArray("broken");
        broken().forEach(broken::add);
        return document.toString();
    }

    /** One episode, in a line. */
    static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "%d acknowledged, %d refused, %d lost, equal after %.1f s, all up after %.1f s, %d recreated, slowest %.1f s",
                result.acknowledged(),
                result.refused(),
                result.lost(),
                max(applied(List.of(result))) / 1000.0,
                result.convergence().together() / 1000.0,
                result.recreated(),
                result.slowestMillis() / 1000.0);
    }

    private Map<String, List<Result>> byKind() {
        var kinds = new LinkedHashMap<String, List<Result>>();
        Stream.of(Kind.values())
                .forEach(kind -> results.stream()
                        .filter(result -> result.episode().kind() == kind)
                        .forEach(result -> kinds.computeIfAbsent(kind.toString(), any -> new ArrayList<>())
                                .add(result)));
        return kinds;
    }

    private static String row(String kind, List<Result> of) {
        var applied = applied(of);
        return String.format(
                Locale.ROOT,
                "%-20s %5d %8d %8d %5d %9.1f %9.1f %9.1f %10d %9.1f %8.0f%n",
                kind,
                of.size(),
                sum(of, Result::acknowledged),
                sum(of, Result::refused),
                sum(of, Result::lost),
                median(applied) / 1000.0,
                max(applied) / 1000.0,
                max(together(of)) / 1000.0,
                sum(of, Result::recreated),
                max(slowest(of)) / 1000.0,
                peak(of));
    }

    private static List<Long> applied(List<Result> of) {
        return of.stream()
                .flatMap(result -> result.convergence().applied().stream())
                .sorted()
                .toList();
    }

    private static List<Long> together(List<Result> of) {
        return of.stream().map(result -> result.convergence().together()).toList();
    }

    private static List<Long> slowest(List<Result> of) {
        return of.stream().map(Result::slowestMillis).toList();
    }

    private static double peak(List<Result> of) {
        return of.stream().mapToDouble(Result::peakMib).max().orElse(0);
    }

    private static long sum(List<Result> of, ToLongFunction<Result> figure) {
        return of.stream().mapToLong(figure).sum();
    }

    private static long max(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static long median(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
