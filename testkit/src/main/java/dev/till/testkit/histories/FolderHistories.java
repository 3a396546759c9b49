package dev.till.testkit.histories;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** The command {@code testkit/folder-histories}. */
final class FolderHistories {
    private static final int BROKEN = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            Usage: testkit/folder-histories [--minutes N] [--seed S]
            Lets people edit, delete and move files of one folder on three real nodes for N minutes (default 10), while networks
            part, processes are killed and clocks lie, as the seed decides; checks after each episode that no content is lost
            that nobody gave up, that every conflict is listed, and that all devices are equal once those are resolved.
            Needs root on Linux, the programs ip, nft and rsync, and gcc for the clocks.
            Exit status: 0 all kept, 1 something broken, 2 bad usage.""";

    private FolderHistories() {}

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println(HELP);
            return;
        }
        var time = Duration.ofMinutes(10);
        long seed = System.nanoTime() & 0xffffff;
        try {
            var words = List.of(args).iterator();
            while (words.hasNext()) {
                var option = words.next();
                if (!words.hasNext()) {
                    throw new IllegalArgumentException(option + " (expected: an option and its value)");
                }
                var value = words.next();
                switch (option) {
                    case "--minutes" -> time = Duration.ofMillis(Math.round(Double.parseDouble(value) * 60_000));
                    case "--seed" -> seed = Long.parseLong(value);
                    default -> throw new IllegalArgumentException("unknown option: " + option);
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println("folder-histories: " + e.getMessage() + "\n" + HELP);
            System.exit(USAGE);
        }
        System.exit(run(time, seed));
    }

    private static int run(Duration time, long seed) throws Exception {
        System.err.println("folder-histories: seed " + seed);
        try (var history = FolderHistory.start(
                Files.createTempDirectory("th"), seed, line -> System.err.println("folder-histories: " + line))) {
            int episodes = history.play(time, Integer.MAX_VALUE);
            System.out.println("seed " + seed + ": " + episodes + " episodes, " + history.conflicts()
                    + " conflicts, all of them listed; nothing lost");
            return 0;
        } catch (AssertionError e) {
            System.err.println("folder-histories: BROKEN, seed " + seed + ": " + e.getMessage());
            return BROKEN;
        }
    }
}
