package dev.till.node.schedule;

import dev.till.protocol.schedule.ScheduleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file {@code schedule.json} of a home, replaced whole or not at all, and gone when there is nothing to be said. */
final class ScheduleFile {
    private final Path file;

    ScheduleFile(Path home) {
        file = home.resolve("schedule.json");
    }

    ScheduleDocument read() throws IOException {
        try {
            return ScheduleDocument.parse(Files.readString(file));
        } catch (NoSuchFileException none) {
            return ScheduleDocument.EMPTY;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage() + "; put it right, or remove it", e);
        }
    }

    void write(ScheduleDocument document) throws IOException {
        if (document.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        var next = file.resolveSibling("schedule.json.new");
        Files.writeString(next, document.write() + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
