package dev.till.testkit.scenario;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk in memory that is soon full. */
record SmallDisk(Path path) implements AutoCloseable {

    /** Makes one of this size, as {@code mount} understands it. */
    static SmallDisk mount(Path path, String size) throws IOException {
        Files.createDirectories(path);
        Program.of("mount", "-t", "tmpfs", "-o", "size=" + size, "till-test", path.toString())
                .run()
                .orThrow();
        return new SmallDisk(path);
    }

    /** Uses up all the room that is left, to the last byte; gives the file that does. */
    Path fill() throws IOException {
        var filler = path.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (var block = new byte[4096]; ; ) {
                out.write(block);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    void makeReadOnly() {
        Program.of("mount", "-o", "remount,ro", path.toString()).run().orThrow();
    }

    @Override
    public void close() {
        Program.of("umount", "--lazy", path.toString()).run();
    }
}
