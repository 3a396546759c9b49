package dev.till.testkit.scenario;

import static dev.till.testkit.scenario.MenuSite.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.Json;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that a menu brings to a site, by the real git on both sides. */
class MenuContainersIT {
    @TempDir
    Path directory;

    private MenuSite site;

    @BeforeEach
    void open() {
        site = MenuSite.secureIn(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatIsStandard_isInstalledAndUpdated_andNothingElse() throws IOException {
        var work = Files.createDirectories(directory.resolve("work"));
        git(work, "init", "-q", "-b", "main");
        commit(work, "v1.0");
        commit(work, "v1.1");
        var served = Files.createDirectories(directory.resolve("served").resolve("ada"));
        git(
                directory,
                "clone",
                "-q",
                "--bare",
                work.toString(),
                served.resolve("reader.git").toString());
        site.github().serve(directory.resolve("served"));
        site.start();
        var here = directory.resolve("m4").resolve("containers").resolve("reader");

        site.publish(containers("2026-01-02", "v1.0"));
        var first = site.node().till("menu", "run", "--json");
        assertThat(outcomes(Json.of(first.out())))
                .as(first.toString())
                .containsExactly("extra skip ", "missing install failed", "named skip ", "reader install done");
        assertThat(first.status()).isEqualTo(7);
        assertThat(here.resolve("version")).hasContent("v1.0\n");
        assertThat(outcomes(Json.of(site.node().till("menu", "run", "--json").out())))
                .contains("reader skip ");

        site.publish(containers("2026-01-03", "v1.1"));
        Files.writeString(here.resolve("data"), "of its own");
        assertThat(outcomes(Json.of(site.node().till("menu", "run", "--json").out())))
                .contains("reader update done");
        assertThat(here.resolve("version")).hasContent("v1.1\n");
        assertThat(here.resolve("data")).hasContent("of its own");

        site.publish(containers("2026-01-04", "v1.0"));
        Files.writeString(here.resolve("version"), "changed by hand\n");
        var blocked = site.node().till("menu", "run", "--json");
        assertThat(outcomes(Json.of(blocked.out()))).contains("reader update failed");
        assertThat(blocked.out()).contains("git checkout: ", "overwritten");
        assertThat(here.resolve("version")).hasContent("changed by hand\n");
        try (Stream<Path> all = Files.list(here.getParent())) {
            assertThat(all.map(path -> path.getFileName().toString()).filter(name -> !name.equals("missing")))
                    .containsExactlyInAnyOrder("reader", "reader.version");
        }
    }

    private static String containers(String date, String version) {
        var standard = "\"availability\":{\"trusted\":\"standard\"}}";
        return "{\"version\":1,\"date\":\"" + date + "\",\"containers\":{"
                + "\"extra\":{\"repo\":\"ada/reader\",\"version\":\"v1.0\","
                + "\"availability\":{\"trusted\":\"optional\"}},"
                + "\"missing\":{\"repo\":\"ada/nothing\",\"version\":\"v1.0\"," + standard + ","
                + "\"named\":{\"repo\":\"ada/reader\",\"version\":\"v1.0\","
                + "\"availability\":{\"named\":\"standard\"}},"
                + "\"reader\":{\"repo\":\"ada/reader\",\"version\":\"" + version + "\"," + standard + "}}";
    }

    private static void commit(Path work, String version) throws IOException {
        Files.writeString(work.resolve("version"), version + "\n");
        git(work, "add", "version");
        git(work, "-c", "user.name=ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", version);
        git(work, "tag", version);
    }

    private static void git(Path where, String... arguments) {
        var command = new ArrayList<>(List.of("git", "-C", where.toString()));
        command.addAll(List.of(arguments));
        Program.of(command).run().orThrow();
    }
}
