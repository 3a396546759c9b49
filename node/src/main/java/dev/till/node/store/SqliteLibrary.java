package dev.till.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Where SQLite's machine code is unpacked to.
 *
 * <p>A JVM loads it from a file alone. Left to itself sqlite-jdbc unpacks more than a megabyte into the machine's directory for
 * temporary files at each start, and who is killed leaves it there for good. In a directory that belongs to one
 * process at a time, what an earlier one left can be told from what is in use.
 */
public final class SqliteLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
    private static final String LOADED_FROM = "org.sqlite.lib.path";
    private static final List<String> CHOSEN = List.of("org.sqlite.tmpdir", LOADED_FROM);

    private SqliteLibrary() {}

    /**
     * Loads SQLite by way of {@code run/sqlite} of a home, which is emptied first. For the process of a node, which owns the
     * home and everything else in the JVM: the choice holds for the whole process, and what somebody chose before stays.
     * Where no code may be run from that directory, as on a disk mounted {@code noexec}, or nothing fits into it,
     * SQLite comes by way of the machine's own directory.
     *
     * @param home locked by the caller
     */
    public static void loadBy(Path home) {
        if (CHOSEN.stream().anyMatch(property -> System.getProperty(property) != null)) {
            return;
        }
        var directory = home.toAbsolutePath().resolve("run").resolve("sqlite");
        try {
            prepare(directory);
            load(directory);
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.info(
                    "SQLite cannot be loaded from [{}], it comes from the directory for temporary files: {}",
                    directory,
                    e.getMessage());
            emptied(directory);
        }
    }

    /** What sqlite-jdbc unpacks itself it then compares with its jar, byte by byte and in a JVM that has compiled nothing yet. */
    private static void load(Path directory) throws IOException {
        var name = LibraryLoaderUtil.getNativeLibName();
        var file = directory.resolve(name);
        try (var code = LibraryLoaderUtil.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (code == null) {
                throw new IOException("it has no code for this system");
            }
            Files.copy(code, file);
        }
        System.load(file.toString());
        System.setProperty(LOADED_FROM, directory.toString());
    }

    private static void prepare(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        emptied(directory);
    }

    /** As far as it can be: what stays costs a megabyte and is tried again with the next start. */
    private static void emptied(Path directory) {
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("Cannot empty [{}]", directory, e);
        }
    }
}
