package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.testkit.process.Json;
import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose conflicts a person decides at the terminal, which is a real one: that of script(1). */
class FilesAtTheTerminalIT {
    @TempDir
    static Path directory;

    private static ProcessFleet fleet;

    @BeforeAll
    static void start() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is not installed");
        fleet = ProcessFleet.onLoopback(directory, 2, "--no-mdns").start();
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    private static SyncedFolders inConflict(String name, String... files) throws IOException {
        var profile = Files.writeString(directory.resolve(name + ".prf"), "prefer = interactive\n");
        var folder = new SyncedFolders(fleet, directory, name, "--profile", profile.toString());
        for (String file : files) {
            folder.write(0, file, "base");
        }
        folder.settle();
        for (String file : files) {
            folder.write(0, file, "by the first");
            folder.write(1, file, "by the second");
        }
        folder.settle();
        return folder;
    }

    /** Runs {@code till files apply NAME} of a node at a terminal where somebody types this. */
    private static Outcome typing(String typed, int device, String name) {
        var command = Layout.find().launcher() + " --home " + fleet.node(device).home() + " files apply " + name;
        return Program.of("script", "-qec", command, "/dev/null")
                .with("JAVA_HOME", Layout.jdk().toString())
                .reading(typed)
                .run();
    }

    @Test
    void eachConflict_isAskedAbout_andDecidedAsAnswered() throws IOException {
        var folder = inConflict("asked", "a.txt", "b.txt", "c.txt", "d.txt");

        var ran = typing("what?\nlocal\nr\nboth\ns\n", 0, "asked");

        assertThat(ran.status()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("asked  a.txt", "n1  13 bytes", "keep [l]ocal", "kept local: a.txt");
        assertThat(folder.conflicts(0)).hasSize(1);
        assertThat(folder.conflicts(0).get(0).get("path").asText()).isEqualTo("d.txt");
        folder.settle();
        assertThat(folder.read(1, "a.txt")).isEqualTo("by the first");
        assertThat(folder.read(0, "b.txt")).isEqualTo("by the second");
        assertThat(folder.read(1, "c.txt")).isEqualTo("by the first");
        assertThat(folder.read(0, "c.conflict-n1.txt")).isEqualTo("by the second");
        assertThat(folder.read(0, "d.txt")).isEqualTo("by the first");
        assertThat(folder.read(1, "d.txt")).isEqualTo("by the second");
        folder.assertEqualBut("/d.txt");
    }

    @Test
    void whoQuits_leavesTheRestUndecided() throws IOException {
        var folder = inConflict("quit", "a.txt", "b.txt");

        var ran = typing("n\nq\n", 1, "quit");

        assertThat(ran.status()).as(ran.toString()).isZero();
        assertThat(folder.conflicts(1)).hasSize(1);
    }

    @Test
    void folderThatIsRefused_doesNotKeepTheOthersAway_andJsonStaysWhole() throws IOException {
        var stopped = new SyncedFolders(fleet, directory, "a-stopped");
        var fine = new SyncedFolders(fleet, directory, "b-fine");
        fine.write(0, "x", "x");
        var mark = stopped.root(0).resolve(".till/folder");
        Files.move(mark, directory.resolve("mark"));
        try {
            var ran = fleet.node(0).till("files", "apply", "--json");

            assertThat(ran.status()).as(ran.toString()).isEqualTo(6);
            var byName = new java.util.TreeMap<String, com.fasterxml.jackson.databind.JsonNode>();
            Json.of(ran.out()).forEach(each -> byName.put(each.get("folder").asText(), each));
            assertThat(byName.get("a-stopped").at("/error/reason").asText()).isEqualTo("conflict");
            assertThat(byName.get("a-stopped").at("/error/message").asText()).contains("may not be mounted");
            assertThat(byName.get("b-fine").get("done").asInt()).isEqualTo(1);
            assertThat(ran.err()).contains("may not be mounted");
            assertThat(fleet.node(0).till("truth", "--apply").status()).isEqualTo(6);
        } finally {
            Files.move(directory.resolve("mark"), mark);
        }
    }

    @Test
    void whatCannotBeDoneNow_isInTheStatusOfJsonToo() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "undone");
        folder.write(0, "x", "x");
        folder.till(0, "apply").orThrow();
        fleet.awaitEqual();
        Files.move(folder.root(0).resolve("x"), directory.resolve("x"));

        var ran = folder.till(1, "apply", "--json");

        assertThat(ran.status()).as(ran.toString()).isEqualTo(7);
        assertThat(Json.of(ran.out()).get("undone")).hasSize(1);
    }

    @Test
    void withoutATerminal_allAreLeft_andThatIsSaid_alsoInJson() throws IOException {
        var folder = inConflict("deferred", "a.txt");

        var plain = folder.till(0, "apply");
        assertThat(plain.status()).isZero();
        assertThat(plain.err())
                .contains("left undecided, for there is no terminal to ask at")
                .contains("till files resolve deferred");
        var json = folder.till(0, "apply", "--json");
        assertThat(json.status()).isZero();
        assertThat(Json.of(json.out()).get("conflicts").asInt()).isEqualTo(1);
        assertThat(Json.of(json.out()).get("prefer").asText()).isEqualTo("interactive");
        assertThat(json.err()).contains("with --json nobody is asked");
        assertThat(fleet.node(0).till("truth", "--apply").err()).contains("left undecided");
        assertThat(folder.read(0, "a.txt")).isEqualTo("by the first");
        assertThat(folder.read(1, "a.txt")).isEqualTo("by the second");
    }
}
