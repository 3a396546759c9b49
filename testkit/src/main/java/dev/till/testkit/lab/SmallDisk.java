package dev.till.testkit.lab;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk in memory that is soon full.
 *
 * <p>Closing it unmounts it. Should the process die before that, the next disk that is mounted removes the leftovers.
 */
public record SmallDisk(Path path) implements AutoCloseable {

    /** Makes one of this size, as {@code mount} understands it. */
    public static SmallDisk mount(Path path, String size) throws IOException {
        removeLeftovers();
        Files.createDirectories(path);
        Program.of("mount", "-t", "tmpfs", "-o", "size=" + size, Owner.self().prefix(0) + "disk", path.toString())
                .run()
                .orThrow();
        return new SmallDisk(path);
    }

    /** Uses up all the room that is left, to the last byte. */
    public void fill() throws IOException {
        var out = Files.newOutputStream(filler());
        try (out) {
            for (var block = new byte[4096]; ; ) {
                out.write(block);
            }
        } catch (IOException full) {
            // As meant.
            return;
        }
    }

    /** Gives back the room that {@link #fill} took. */
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    public void makeReadOnly() {
        Program.of("mount", "-o", "remount,ro", path.toString()).run().orThrow();
    }

    /** From here on no code of a file on it is run. */
    public void forbidPrograms() {
        Program.of("mount", "-o", "remount,noexec", path.toString()).run().orThrow();
    }

    @Override
    public void close() {
        unmount(path.toString());
    }

    private Path filler() {
        return path.resolve("filler");
    }

    private static void removeLeftovers() throws IOException {
        for (var mount : Files.readAllLines(Path.of("/proc/mounts"))) {
            var words = mount.split(" ", -1);
            if (Owner.isLeftover(words[0])) {
                unmount(words[1]);
            }
        }
    }

    private static void unmount(String path) {
        Program.of("umount", "--lazy", path).run();
    }
}
