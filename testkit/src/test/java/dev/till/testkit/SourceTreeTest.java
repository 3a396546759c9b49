package dev.till.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the source files themselves must keep, where the compiler leaves no trace of it. */
final class SourceTreeTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everyPackage_saysWhatItIsFor() {
        var undocumented = packages().stream()
                .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                .map(TOP::relativize);

        assertThat(undocumented).isEmpty();
    }

    @Test
    void everyVersion_standsInTheRootPom() throws IOException {
        for (String module : List.of("protocol", "federation", "node", "testkit")) {
            var pom = Files.readString(TOP.resolve(module).resolve("pom.xml"));

            var ofParent = pom.indexOf("</parent>");
            assertThat(pom.substring(ofParent)).as(module).doesNotContain("<version>");
        }
    }

    private static Set<Path> packages() {
        return Stream.of("protocol", "federation", "node", "testkit")
                .map(module -> TOP.resolve(module).resolve("src/main/java"))
                .flatMap(SourceTreeTest::javaFiles)
                .map(Path::getParent)
                .collect(Collectors.toSet());
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
