package dev.till.node.hub;

import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.StoreException;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.usv.UsvWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * In a hub whose contents are open, the datagrams of a segment or snapshot once more, as USV records for readers of the older
 * kind. In a sealed hub it writes nothing.
 */
final class OpenLog implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final char FIELD = '\u001f';
    private static final char RECORD = '\u001e';

    private final HubVault vault;
    private final Path file;
    private final OutputStream out;
    private final UsvWriter records;

    private OpenLog(HubVault vault, Path file, OutputStream out) {
        this.vault = vault;
        this.file = file;
        this.out = out;
        records = new UsvWriter(out);
    }

    /**
     * An empty one.
     *
     * @param directory for a file that is gone when it is closed
     */
    static OpenLog in(HubVault vault, Path directory) throws IOException {
        var file = directory.resolve("log.usv");
        return new OpenLog(
                vault,
                file,
                vault.envelope().isSealed()
                        ? OutputStream.nullOutputStream()
                        : new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    void add(Datagram datagram) throws IOException {
        if (!vault.envelope().isSealed()) {
            records.write(datagram);
        }
    }

    /** How far a hub has come, as older hubs say it after a compaction. */
    void addCheckpoint(Instant now) throws IOException {
        var record = String.join(
                String.valueOf(FIELD),
                now.toString(),
                "hub",
                "system",
                "sync_checkpoint",
                "{\"last_processed\":\"" + now + "\"}",
                "");
        out.write((record + RECORD).getBytes(StandardCharsets.UTF_8));
    }

    /** Puts it beside the object whose datagrams it has. */
    void putBeside(ObjectKey key) throws StoreException, IOException {
        out.flush();
        if (!vault.envelope().isSealed()) {
            vault.store().upload(HubNames.log(key), file);
        }
    }

    /** Removes what lies beside an object, if anything does. */
    static void removeBeside(ObjectKey key, HubVault vault) throws StoreException {
        if (!vault.envelope().isSealed()) {
            vault.store().delete(HubNames.log(key));
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
