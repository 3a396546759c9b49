package dev.till.node.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Writes backups of the running node. */
public interface Backups {

    /**
     * Writes one into {@code file} and returns when it is whole and on disk; else nothing is there.
     *
     * @param progress told how many bytes have been taken in
     * @return how many bytes the file has
     * @throws java.nio.file.FileAlreadyExistsException when there is such a file
     * @throws java.nio.file.NoSuchFileException when its directory is not there
     */
    long write(Path file, LongConsumer progress) throws IOException;
}
