package dev.till.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code testkit/bench}. */
final class Bench {

    private static final int ROUNDS = 5;
    private static final int QUICK_ROUNDS = 2;
    private static final Map<String, Benchmark> BENCHMARKS = Map.of(
            "propagation",
            new Propagation(),
            "burst",
            new Burst(),
            "cli",
            new CommandLine(),
            "idle",
            new Idle(),
            "compaction",
            new Compaction(),
            "fanout",
            new FanOut(),
            "deploy",
            new Deployment(),
            "files",
            new FilesBench(),
            "start",
            new StartAtOnce());

    private static final String USAGE = """
            Usage: testkit/bench propagation|burst|cli|idle|compaction|fanout|deploy|files|start
                                   [--json] [--rounds N] [--quick] [--parts PART,...]

            --parts measures a benchmark in parts: of files, small, insert, rescan and log; of start, 3, 5 and
            10 nodes.

            Beside till itself they need, by the names of Debian's packages:
              propagation, burst  nats-server
              fanout              openssh-server; clustershell, pdsh, ansible-core (what is missing is left out, and named)
              deploy              openssh-server, rsync
              files               openssh-server, rsync; unison, syncthing (what is missing is left out, and named)
            """;

    private Bench() {}

    /** {@code NAME [--json] [--rounds N] [--quick] [--parts PART,...]}. */
    public static void main(String[] args) throws Exception {
        var words = List.of(args);
        if (words.contains("--help")) {
            System.out.print(USAGE);
            System.exit(0);
        }
        var odd = odd(words);
        if (odd.isPresent()) {
            System.err.println("bench: " + odd.get());
            System.err.print(USAGE);
            System.exit(2);
        }
        boolean quick = words.contains("--quick");
        var directory = Files.createTempDirectory("till-bench");
        try {
            var benchmark = BENCHMARKS.get(words.get(0));
            var report = benchmark.run(new Plan(rounds(words, quick), quick, parts(words, benchmark), directory));
            System.out.println(
                    words.contains("--json") ? report.json() : report.text().stripTrailing());
        } finally {
            delete(directory);
        }
        System.exit(0);
    }

    /** What of these words is nothing that can be asked for. */
    private static Optional<String> odd(List<String> words) {
        if (words.isEmpty() || !BENCHMARKS.containsKey(words.get(0))) {
            return Optional.of("which benchmark?");
        }
        for (int i = 1; i < words.size(); i++) {
            var word = words.get(i);
            if (word.equals("--rounds") || word.equals("--parts")) {
                i++;
            } else if (!word.equals("--json") && !word.equals("--quick")) {
                return Optional.of("unknown: " + word);
            }
        }
        return Optional.empty();
    }

    private static List<String> parts(List<String> words, Benchmark benchmark) {
        int at = words.indexOf("--parts");
        if (at < 0) {
            return benchmark.parts();
        }
        var parts = List.of(words.get(at + 1).split(","));
        if (!benchmark.parts().containsAll(parts)) {
            throw new IllegalArgumentException(
                    "--parts: " + words.get(at + 1) + " (expected: some of " + benchmark.parts() + ")");
        }
        return parts;
    }

    private static int rounds(List<String> words, boolean quick) {
        int at = words.indexOf("--rounds");
        if (at < 0) {
            return quick ? QUICK_ROUNDS : ROUNDS;
        }
        return Integer.parseInt(words.get(at + 1));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
