package dev.till.node.files.transfer;

import dev.till.federation.hub.ContentVault;
import dev.till.federation.hub.ContentVault.Kind;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.StoreException;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.protocol.file.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contents in the hub behind the fleet, for when no device in reach gives them. What was not there is not asked for again
 * within a minute: each question costs. May be used by several threads.
 */
public final class HubContents {
    private static final Duration MISSED_FOR = Duration.ofMinutes(1);
    private static final int MOST_MISSED = 10_000;

    private final Door door;
    private final InstantSource clock;
    private final Map<ContentHash, Instant> missed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ContentHash, Instant> eldest) {
            return size() > MOST_MISSED;
        }
    };

    /** The way to the hub. */
    public interface Door extends Closeable {
        /** The contents there; empty without a hub. Throws when it cannot be used now, and says why. */
        Optional<ContentVault> open() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    public HubContents(Door door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    /** A content of at most {@link Hasher#WHOLE_BYTES}, or a chunk; empty when it is not there. Verified. */
    public Optional<byte[]> piece(ContentHash hash) throws IOException {
        return ask(hash, vault -> vault.get(Kind.PIECE, hash.bytes()));
    }

    /** How a large content is cut there; empty when it is not there. */
    public Optional<List<Chunk>> cuts(ContentHash hash, long size) throws IOException {
        var list = ask(hash, vault -> vault.get(Kind.LIST, hash.bytes()));
        if (list.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Wire.readCuts(new DataInputStream(new ByteArrayInputStream(list.get())), size));
    }

    /** Writes down how a large content is cut. */
    public static byte[] listOf(List<Chunk> chunks) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Wire.writeCuts(new DataOutputStream(bytes), chunks);
        return bytes.toByteArray();
    }

    /** Something that is asked of the hub. */
    public interface Question<T> {
        T of(ContentVault vault) throws StoreException, DamagedException, IOException;
    }

    /** Asks; throws when there is no hub, or it does not answer. */
    public <T> T must(Question<T> question) throws IOException {
        var vault = door.open()
                .orElseThrow(() -> new IOException("this node has no hub; set hub = https://HOST/BUCKET in till.conf"));
        try {
            return question.of(vault);
        } catch (StoreException | DamagedException e) {
            throw new IOException("the hub: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> ask(ContentHash hash, Question<Optional<byte[]>> question) throws IOException {
        if (wasMissed(hash)) {
            return Optional.empty();
        }
        var vault = door.open();
        if (vault.isEmpty()) {
            return Optional.empty();
        }
        try {
            var answer = question.of(vault.get());
            if (answer.isEmpty()) {
                miss(hash);
            }
            return answer;
        } catch (StoreException | DamagedException e) {
            throw new IOException("the hub: " + e.getMessage(), e);
        }
    }

    private synchronized boolean wasMissed(ContentHash hash) {
        var at = missed.get(hash);
        return at != null && Duration.between(at, clock.instant()).compareTo(MISSED_FOR) < 0;
    }

    private synchronized void miss(ContentHash hash) {
        missed.put(hash, clock.instant());
    }
}
