package dev.till.node.files.round;

import dev.till.node.files.transfer.BulkClient;
import dev.till.node.files.transfer.Pace;
import dev.till.node.message.PeerSockets;
import dev.till.protocol.file.FolderName;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections to devices that give contents, kept from round to round: a handshake takes longer than most contents. The other
 * side ends those that are not used.
 */
public final class Clients implements Closeable {
    private final PeerSockets tls;
    private final FolderName folder;
    private final Pace pace;
    private final Map<Source, BulkClient> open = new HashMap<>();
    private long receivedBefore;

    /** For one folder. */
    public Clients(PeerSockets tls, FolderName folder, Pace pace) {
        this.pace = pace;
        this.tls = tls;
        this.folder = folder;
    }

    boolean has(Source source) {
        return open.containsKey(source);
    }

    /** A connection to this device, an open one if there is one. */
    public BulkClient open(Source source) throws IOException {
        var client = open.get(source);
        if (client == null) {
            client = BulkClient.connect(tls, source.host(), source.port(), source.device(), folder, pace);
            open.put(source, client);
        }
        return client;
    }

    /** Gives up a connection that failed. */
    public void drop(Source source) throws IOException {
        var client = open.remove(source);
        if (client != null) {
            receivedBefore += client.received();
            client.close();
        }
    }

    /** How many bytes of contents have come by all of them. */
    public long received() {
        return receivedBefore
                + open.values().stream().mapToLong(BulkClient::received).sum();
    }

    @Override
    public void close() throws IOException {
        for (BulkClient client : open.values()) {
            client.close();
        }
        open.clear();
    }
}
