package dev.till.node.api;

import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes a backup, and tells how far it is every few megabytes. */
final class BackupOperation implements Operation {
    private static final long STEP_BYTES = 4 << 20;

    private final Backups backups;

    BackupOperation(Backups backups) {
        this.backups = backups;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var file = Path.of(exchange.request().text("file"));
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("file: '" + file + "' (expected: an absolute path)");
        }
        var told = new long[1];
        try {
            long bytes = backups.write(file, done -> {
                if (done - told[0] >= STEP_BYTES) {
                    told[0] = done;
                    tell(exchange, done);
                }
            });
            return new JsonWriter()
                    .open('{')
                    .text("file", file.toString())
                    .number("bytes", bytes)
                    .close('}')
                    .toString();
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(Reason.CONFLICT, file + " is there already; give another name, or remove it first");
        } catch (NoSuchFileException e) {
            throw new Refusal(Reason.ABSENT, "no such directory: " + e.getFile());
        } catch (AccessDeniedException e) {
            throw new Refusal(Reason.FORBIDDEN, "not permitted to write " + file + "; choose another place");
        } catch (IOException e) {
            throw new Refusal(Reason.FAILED, "no backup was made: " + e.getMessage());
        }
    }

    /** A caller that is gone ends the backup. */
    private static void tell(Exchange exchange, long done) {
        try {
            exchange.item("{\"bytes\":" + done + "}");
            exchange.lines().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
