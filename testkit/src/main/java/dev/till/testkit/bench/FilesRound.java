package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One round of the bench of folders, on directories of its own. Each system has a copy of what is to be brought, and does each thing
 * right after the others have done it, once what they have written is on disk.
 */
final class FilesRound {
    private static final int FILES = 10_000;
    private static final int FILE_BYTES = 20_200;
    private static final int MANY = 100_000;
    private static final int MANY_BYTES = 100;
    private static final int TIMES = 5;
    private static final String LARGE = "large.bin";
    private static final String LOG = "proposals.jsonl";
    private static final String INSERTED = "bytes inserted at the front";

    private final Plan plan;
    private final Report report;
    private final List<Mirror> mirrors;
    private final Path directory;
    private final Trees trees = new Trees();

    FilesRound(Plan plan, Report report, List<Mirror> mirrors, Path directory) {
        this.plan = plan;
        this.report = report;
        this.mirrors = mirrors;
        this.directory = directory;
    }

    /** What one system has to bring, and where. */
    private record Pair(Mirror mirror, Path from, Path to) {}

    void run() throws IOException {
        if (plan.parts().contains(FilesBench.SMALL)) {
            small();
        }
        if (plan.parts().contains(FilesBench.INSERT)) {
            insert();
        }
        if (plan.parts().contains(FilesBench.RESCAN)) {
            rescan();
        }
        if (plan.parts().contains(FilesBench.LOG)) {
            log();
        }
    }

    /**
     * Many small files for the first time and nothing else: what a system that stays up has done before. Tells how long it took
     * when it had only just been started.
     */
    void warmUp(boolean hasJustStarted) throws IOException {
        int files = plan.whole(FILES, 200);
        var model = directory.resolve("model");
        trees.fill(model, files, FILE_BYTES);
        for (Pair pair : pairs("warm", model, false)) {
            var there = Trees.holds(pair.to(), files);
            if (hasJustStarted) {
                bring(pair, "first_after_start", there);
            } else {
                pair.mirror().bring(there);
            }
            pair.mirror().end();
        }
    }

    /** Many small files for the first time, nothing to do, and one change after another. */
    private void small() throws IOException {
        int files = plan.whole(FILES, 200);
        var model = directory.resolve("model");
        trees.fill(model, files, FILE_BYTES);
        var pairs = pairs("small", model, false);
        for (Pair pair : pairs) {
            bring(pair, "first", Trees.holds(pair.to(), files));
        }
        for (int i = 0; i < TIMES; i++) {
            for (Pair pair : pairs) {
                look(pair, "still_s");
            }
        }
        for (Pair pair : pairs) {
            pair.mirror().follow();
        }
        for (int i = 0; i < TIMES; i++) {
            for (Pair pair : pairs) {
                change(pair, i);
            }
        }
        pairs.forEach(FilesRound::judge);
        end(pairs, "small");
    }

    private void change(Pair pair, int number) throws IOException {
        var content = "changed for the time " + number;
        sync();
        long begun = System.nanoTime();
        Files.writeString(Trees.file(pair.from(), number + 20), content);
        pair.mirror().bring(() -> Trees.has(Trees.file(pair.to(), number + 20), content));
        add(pair, "change_s", since(begun));
    }

    /** A large file that gets some bytes at its front. */
    private void insert() throws IOException {
        long bytes = (long) plan.whole(1024, 16) << 20;
        var model = Files.createDirectory(directory.resolve("model"));
        trees.write(model.resolve(LARGE), bytes);
        var longer = directory.resolve("longer");
        Files.writeString(longer, INSERTED);
        try (var out = Files.newOutputStream(longer, StandardOpenOption.APPEND)) {
            Files.copy(model.resolve(LARGE), out);
        }
        var pairs = pairs("insert", model, false);
        for (Pair pair : pairs) {
            bring(pair, "large", () -> Trees.size(pair.to().resolve(LARGE)) == bytes);
        }
        for (Pair pair : pairs) {
            Files.copy(longer, pair.from().resolve(LARGE), StandardCopyOption.REPLACE_EXISTING);
            bring(pair, "insert", () -> Trees.size(pair.to().resolve(LARGE)) == bytes + INSERTED.length());
        }
        pairs.forEach(FilesRound::judge);
        end(pairs, "insert");
        delete(pairs);
        Files.delete(longer);
    }

    /** Very many small files, all of them known: how long it takes to see that none has changed. */
    private void rescan() throws IOException {
        int files = plan.whole(MANY, 1000);
        var model = directory.resolve("model");
        trees.fill(model, files, MANY_BYTES);
        var pairs = new ArrayList<Pair>();
        for (Pair pair : pairs("rescan", model, false)) {
            try {
                bring(pair, "many", Trees.holds(pair.to(), files));
                pairs.add(pair);
            } catch (ConditionTimeoutException e) {
                plan.progress(pair.mirror().system() + " has not brought all of them after "
                        + Waiting.PATIENCE.toMinutes() + " minutes, and is left out here");
                pair.mirror().end();
            }
        }
        for (int i = 0; i < TIMES; i++) {
            for (Pair pair : pairs) {
                look(pair, "rescan_s");
            }
        }
        end(pairs, "rescan");
    }

    /** A log that grows by a line. */
    private void log() throws IOException {
        long bytes = (long) plan.whole(500, 8) << 20;
        var model = Files.createDirectory(directory.resolve("model"));
        trees.writeLines(model.resolve(LOG), bytes);
        long size = Files.size(model.resolve(LOG));
        var pairs = pairs("log", model, true);
        for (Pair pair : pairs) {
            bring(pair, "log", () -> Trees.size(pair.to().resolve(LOG)) == size);
        }
        var line = "{\"one\":\"more line\"}\n";
        for (Pair pair : pairs) {
            Files.writeString(pair.from().resolve(LOG), line, StandardOpenOption.APPEND);
            bring(pair, "append", () -> Trees.size(pair.to().resolve(LOG)) == size + line.length());
        }
        pairs.forEach(FilesRound::judge);
        end(pairs, "log");
        delete(pairs);
    }

    /** A copy for each system; the last one gets the model itself. */
    private List<Pair> pairs(String part, Path model, boolean log) throws IOException {
        var pairs = new ArrayList<Pair>();
        for (Mirror mirror : mirrors) {
            var from = directory.resolve(part + "-" + mirror.system());
            var to = Files.createDirectory(directory.resolve(part + "-" + mirror.system() + "-there"));
            if (pairs.size() == mirrors.size() - 1) {
                Files.move(model, from);
            } else {
                Program.of("cp", "-a", model.toString(), from.toString())
                        .run(Waiting.PATIENCE)
                        .orThrow();
            }
            mirror.begin(from, to, log);
            pairs.add(new Pair(mirror, from, to));
        }
        return pairs;
    }

    private void bring(Pair pair, String metric, BooleanSupplier there) throws IOException {
        sync();
        long wire = Loopback.bytes();
        long begun = System.nanoTime();
        pair.mirror().bring(there);
        add(pair, metric + "_s", since(begun));
        add(pair, metric + "_wire_mib", (Loopback.bytes() - wire) / (double) (1 << 20));
    }

    private void look(Pair pair, String metric) throws IOException {
        sync();
        long begun = System.nanoTime();
        pair.mirror().look();
        add(pair, metric, since(begun));
    }

    /** Told at once, so that a run that is broken off was not for nothing. */
    private void add(Pair pair, String metric, double value) {
        report.add(pair.mirror().system(), metric, value);
        plan.progress(
                String.format(Locale.ROOT, "%-10s %-16s %9.3f", pair.mirror().system(), metric, value));
    }

    /** An independent judge: both sides hold the same, but for what the systems put there for themselves. */
    private static void judge(Pair pair) {
        var judged = Program.of(
                        "rsync",
                        "-rnc",
                        "--delete",
                        "--out-format=%n",
                        "--exclude=/.till",
                        "--exclude=/.st*",
                        pair.from() + "/",
                        pair.to() + "/")
                .run(Waiting.PATIENCE)
                .orThrow()
                .text();
        if (!judged.isBlank()) {
            throw new IllegalStateException(pair.mirror().system() + " has not brought everything: " + judged);
        }
    }

    private void end(List<Pair> pairs, String part) throws IOException {
        for (Pair pair : pairs) {
            pair.mirror().end();
        }
        plan.progress(part + " done");
    }

    /** Makes room again. Not of many files: for minutes after, ext4 looks for free inodes past each that was just deleted. */
    private static void delete(List<Pair> pairs) {
        for (Pair pair : pairs) {
            Program.of("rm", "-rf", pair.from().toString(), pair.to().toString())
                    .run(Waiting.PATIENCE)
                    .orThrow();
        }
    }

    /** What others have written is not to be paid for by the next. */
    private static void sync() {
        Program.of("sync").run(Waiting.PATIENCE).orThrow();
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
