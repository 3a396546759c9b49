package dev.till.testkit.faults;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The command {@code testkit/faults}. */
final class Faults {

    private static final int BROKEN = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            Usage: testkit/faults [--minutes N] [--seed S] [--nodes K] [--rate N] [--faults NAME,...]
                                      [--plan N] [--json]
            Lets a fleet of K real nodes (default 3) live through faults for N minutes (default 10), one episode after
            the other as the seed decides, and checks after each that every promise was kept. --rate is how many
            writes a second each machine does (default 25): many nodes on one computer want fewer. --plan prints the first
            N episodes and does nothing. Needs root on Linux, the programs ip and nft, and gcc for the clocks.
            Exit status: 0 all kept, 1 something broken, 2 bad usage.
            Faults, all but the night unless named:\s"""
            + String.join(", ", Arrays.stream(Kind.values()).map(Kind::toString).toList());

    private Faults() {}

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println(HELP);
            return;
        }
        Choice choice;
        try {
            choice = Choice.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("faults: " + e.getMessage() + "\n" + HELP);
            System.exit(USAGE);
            return;
        }
        if (choice.show() > 0) {
            System.out.println(Plan.shown(new Plan(choice.seed(), choice.nodes(), choice.kinds()), choice.show()));
            return;
        }
        System.exit(run(choice));
    }

    private static int run(Choice choice) throws Exception {
        System.err.println("faults: seed " + choice.seed());
        var campaign = Campaign.start(
                Files.createTempDirectory("tf"),
                choice.seed(),
                choice.nodes(),
                choice.rate(),
                choice.kinds(),
                line -> System.err.println("faults: " + line));
        // On Ctrl-C, too, nothing must be left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(campaign::close, "campaign-end"));
        var summary = campaign.run(choice.time(), Integer.MAX_VALUE);
        System.out.println(
                choice.json()
                        ? summary.json(choice.seed(), choice.nodes())
                        : "seed " + choice.seed() + ", " + choice.nodes() + " nodes, "
                                + choice.time().toMinutes() + " minutes, at most " + choice.rate()
                                + " writes a second each\n"
                                + summary.text().stripTrailing());
        summary.broken().forEach(line -> System.err.println("faults: BROKEN " + line));
        return summary.broken().isEmpty() ? 0 : BROKEN;
    }

    /** What was asked for. */
    record Choice(Duration time, long seed, int nodes, int rate, List<Kind> kinds, int show, boolean json) {

        static Choice parse(List<String> words) {
            var time = Duration.ofMinutes(10);
            long seed = System.nanoTime() & 0xffffff;
            int nodes = 3;
            int rate = Campaign.WRITES_PER_SECOND;
            int show = 0;
            boolean json = false;
            var kinds = Kind.usual();
            for (var word = words.iterator(); word.hasNext(); ) {
                var option = word.next();
                if (option.equals("--json")) {
                    json = true;
                    continue;
                }
                if (!word.hasNext()) {
                    throw new IllegalArgumentException(option + " (expected: an option and its value)");
                }
                var value = word.next();
                switch (option) {
                    case "--minutes" -> time = Duration.ofMillis(Math.round(Double.parseDouble(value) * 60_000));
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--rate" -> rate = Integer.parseInt(value);
                    case "--nodes" -> nodes = Integer.parseInt(value);
                    case "--plan" -> show = Integer.parseInt(value);
                    case "--faults" -> kinds = Kind.parseAll(value);
                    default -> throw new IllegalArgumentException("unknown option: " + option);
                }
            }
            if (nodes < 3) {
                throw new IllegalArgumentException("--nodes " + nodes + " (expected: 3 or more)");
            }
            if (rate < 1 || rate > 1000) {
                throw new IllegalArgumentException("--rate " + rate + " (expected: 1 to 1000 writes a second)");
            }
            return new Choice(time, seed, nodes, rate, kinds, show, json);
        }
    }
}
