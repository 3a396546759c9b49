package dev.till.node.membership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code peers.json} of a home: the peers that were in reach, the one seen last first, at most {@value #PEERS}; mode 0600,
 * replaced as a whole.
 *
 * <p>Nothing here is needed: without the file peers are found anew and compaction waits until they have spoken. So a file
 * that cannot be read is said in the log and taken as empty. Thread-safe.
 */
public final class PeerFile {
    private static final int PEERS = 256;
    private static final long BYTES = 8L << 20;
    private static final int VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger(PeerFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private volatile List<KnownPeer> peers;

    /** Reads the file of this home, if there is one. */
    public static PeerFile ofHome(Path home) {
        return new PeerFile(home.resolve("peers.json"));
    }

    private PeerFile(Path file) {
        this.file = file;
        peers = read(file);
    }

    /** Where peers were last in reach, newest first. */
    public List<Endpoint> endpoints() {
        return peers.stream().map(KnownPeer::endpoint).flatMap(Optional::stream).toList();
    }

    List<KnownPeer> peers() {
        return peers;
    }

    /** Replaces the file. */
    synchronized void write(List<KnownPeer> now) throws IOException {
        var newest = now.stream()
                .sorted(Comparator.comparing((KnownPeer peer) -> peer.lastSeen().orElse(Instant.MIN))
                        .reversed()
                        .thenComparing(KnownPeer::device))
                .limit(PEERS)
                .toList();
        var next = file.resolveSibling("peers.json.new");
        Files.deleteIfExists(next);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(next, options, mode)) {
            var content = ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(newest)));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        peers = newest;
    }

    private static ObjectNode json(List<KnownPeer> peers) {
        var document = JSON.createObjectNode().put("version", VERSION);
        var list = document.putArray("peers");
        for (var peer : peers) {
            var entry = list.addObject().put("device", peer.device().toString());
            peer.endpoint().ifPresent(endpoint -> entry.put("address", endpoint.toString()));
            peer.lastSeen().ifPresent(seen -> entry.put("last_seen", seen.toString()));
            var head = entry.putObject("head");
            peer.head().entries().forEach((device, seq) -> head.put(device.toString(), seq));
        }
        return document;
    }

    private static List<KnownPeer> read(Path file) {
        try {
            if (Files.size(file) > BYTES) {
                throw new IOException("size: more than " + BYTES + " bytes");
            }
            var document = JSON.readTree(Files.readAllBytes(file));
            if (document.path("version").asInt() != VERSION) {
                throw new IOException("version: " + document.path("version") + " (expected: " + VERSION + ")");
            }
            var peers = new ArrayList<KnownPeer>();
            for (var entry : document.path("peers")) {
                peers.add(peer(entry));
            }
            return peers.stream().limit(PEERS).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.warn("Remembered peers [{}] are unreadable and forgotten: {}", file, e.getMessage());
            return List.of();
        }
    }

    private static KnownPeer peer(JsonNode entry) {
        var head = VersionVector.EMPTY;
        for (Map.Entry<String, JsonNode> seq : entry.path("head").properties()) {
            head = head.with(
                    new Dot(DeviceId.parse(seq.getKey()), seq.getValue().asLong()));
        }
        return new KnownPeer(
                DeviceId.parse(entry.path("device").asText()),
                text(entry, "address").map(Endpoint::parse),
                text(entry, "last_seen").map(Instant::parse),
                head);
    }

    private static Optional<String> text(JsonNode entry, String key) {
        return Optional.ofNullable(entry.path(key).textValue());
    }
}
