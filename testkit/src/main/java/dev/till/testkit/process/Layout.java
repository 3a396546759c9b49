package dev.till.testkit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An assembled distribution of till, which is what real processes are started from.
 *
 * @param root the directory that holds {@code bin} and {@code lib}
 */
public record Layout(Path root) {

    /** Names the directory, for where it is not found by itself. */
    public static final String PROPERTY = "till.layout";

    private static final Path IN_SOURCE_TREE = Path.of("node", "target", "till");

    /** The one that {@value #PROPERTY} names, else that of the source tree around the working directory. */
    public static Layout find() {
        return named().or(Layout::around)
                .map(Layout::new)
                .orElseThrow(() -> new IllegalStateException(PROPERTY + ": unset, and no " + IN_SOURCE_TREE
                        + " above the working directory (expected: a built"
                        + " distribution; build one with ./till --help)"));
    }

    /** The program that people call. */
    public String launcher() {
        return root.resolve("bin").resolve("till").toString();
    }

    /** Its jars as a class path. */
    public String classPath() {
        return root.resolve("lib") + "/*";
    }

    /** The JDK that this process runs on, for others to run on too. */
    public static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .map(Path::normalize)
                .filter(Layout::isWhole);
    }

    private static Optional<Path> around() {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, above -> above != null, Path::getParent)
                .map(above -> above.resolve(IN_SOURCE_TREE))
                .filter(Layout::isWhole)
                .findFirst();
    }

    private static boolean isWhole(Path root) {
        return Stream.of("bin/till", "lib").map(root::resolve).allMatch(Files::exists);
    }
}
