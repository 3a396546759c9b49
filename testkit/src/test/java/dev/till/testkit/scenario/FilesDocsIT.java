package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.ProcessFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command that {@code docs/files.md} shows, in its order, on the first of two devices. */
class FilesDocsIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "files.md");
    private static final String CONFLICT = "plans/may.md";

    @TempDir
    static Path directory;

    private static ProcessFleet fleet;

    @BeforeAll
    static void start() {
        fleet = ProcessFleet.onLoopback(directory, 2, "--no-mdns").start();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @Test
    void everyCommandOfTheDocument_doesWhatItSays() throws IOException {
        var ran = new TreeSet<String>();
        for (String line : commands()) {
            if (line.startsWith("printf")) {
                // The profile that the next command is given.
                Files.writeString(directory.resolve("code.prf"), line.replaceAll(".*'(.*)\\\\n'.*", "$1") + "\n");
                continue;
            }
            var words = words(line, 0);
            prepare(words);
            var outcome = fleet.node(0).till(words.toArray(String[]::new));
            assertThat(outcome.status()).as("%s%n%s", line, outcome).isZero();
            ran.add(words.get(0).equals("files") ? words.get(1) : words.get(0));
            afterwards(line, words, outcome);
        }

        assertThat(ran)
                .contains(
                        "add",
                        "plan",
                        "apply",
                        "log",
                        "watch",
                        "pause",
                        "conflicts",
                        "resolve",
                        "trash",
                        "push",
                        "pull")
                .contains("list", "status", "verify", "import-tcfs", "remove", "truth", "logs", "full", "watch-files");
    }

    /** What the document shows in its blocks of shell, without comments. */
    private static List<String> commands() throws IOException {
        var commands = new ArrayList<String>();
        boolean shell = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell && !line.isBlank()) {
                commands.add(line.replaceAll("\\s+#.*", "").strip());
            }
        }
        return commands.stream().filter(line -> !isOfTheHub(line)).toList();
    }

    /** Those need a bucket; {@code FilesByHubIT} runs them. */
    private static boolean isOfTheHub(String line) {
        return line.startsWith("till files hub");
    }

    private static List<String> words(String line, int device) {
        assertThat(line).as("a command of till").startsWith("till ");
        var words = new ArrayList<String>();
        for (String word : List.of(line.substring("till ".length()).split(" +"))) {
            var root = directory.resolve("root-" + device).toString();
            words.add(word.replace("~", root)
                    .replace("/mnt/bucket", directory.resolve("bucket").toString())
                    .replaceAll("^code\\.prf$", directory.resolve("code.prf").toString()));
        }
        return words;
    }

    private static void prepare(List<String> words) throws IOException {
        if (words.contains("import-tcfs")) {
            for (String part : List.of("index", "manifests", "chunks")) {
                Files.createDirectories(directory.resolve("bucket/default").resolve(part));
            }
        }
        if (words.contains("push")) {
            write(0, "plans/june.md", "pushed");
        }
        if (words.contains("pull")) {
            settle();
            write(1, "plans/june.md", "pulled");
            fleet.node(1).till("files", "apply", "notes");
            fleet.awaitEqual();
        }
        if (words.contains("resolve") && words.contains(CONFLICT)) {
            conflict();
        }
        if (words.contains("restore")) {
            write(1, "plans/june.md", "of june");
            settle();
            Files.delete(root(1).resolve("plans/june.md"));
            settle();
        }
    }

    /** What is done on each device is done on the other one too; the first conflict is made once both are there. */
    private static void afterwards(String line, List<String> words, Outcome outcome) throws IOException {
        if (words.contains("add")) {
            fleet.node(1).till(words(line, 1).toArray(String[]::new)).orThrow();
        }
        if (words.contains("conflicts")) {
            assertThat(outcome.out()).contains("conflict");
        }
        if (words.contains("restore")) {
            assertThat(root(0).resolve("plans/june.md")).hasContent("of june");
        }
    }

    private static void conflict() throws IOException {
        settle();
        write(0, CONFLICT, "of the first, " + System.nanoTime());
        write(1, CONFLICT, "of the second, " + System.nanoTime());
        fleet.node(1).till("files", "apply", "notes");
        fleet.awaitEqual();
    }

    private static void settle() {
        for (int round = 0; round < 3; round++) {
            for (int device = 0; device < 2; device++) {
                fleet.node(device).till("files", "apply", "notes");
                fleet.awaitEqual();
            }
        }
    }

    private static Path root(int device) {
        return directory.resolve("root-" + device).resolve("notes");
    }

    private static void write(int device, String path, String content) throws IOException {
        var file = root(device).resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
