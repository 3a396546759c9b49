package dev.till.federation.hub;

import dev.till.protocol.id.DeviceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is kept in a hub, as values: reads and writes objects, and checks all that it reads. */
public final class HubVault {
    private final ObjectStore store;
    private final Envelope envelope;
    private final Path scratch;

    /** Something that may be replaced, if nobody was quicker. */
    public record Found<T>(T value, String version, Duration age) {}

    /** A file that was put there. */
    public record Stored(ObjectKey key, long bytes, String sha256) {}

    /** Names an object by what its content tells of itself. */
    public interface Naming {
        ObjectKey name(String mark);
    }

    /**
     * @param scratch a directory for files that are under way; what is left in it by a crash is in nobody's way
     */
    public HubVault(ObjectStore store, Envelope envelope, Path scratch) {
        this.store = store;
        this.envelope = envelope;
        this.scratch = scratch;
    }

    public ObjectStore store() {
        return store;
    }

    public Envelope envelope() {
        return envelope;
    }

    /** The checkpoint; empty when nobody has consolidated yet. */
    public Optional<Found<Checkpoint>> checkpoint() throws StoreException, DamagedException {
        var content = store.read(HubNames.CHECKPOINT);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        var checkpoint = Checkpoint.decode(
                envelope.open(HubNames.CHECKPOINT, content.get().bytes()));
        return Optional.of(
                new Found<>(checkpoint, content.get().version(), content.get().age()));
    }

    /**
     * Puts a checkpoint in the place of the one that was found; false when another is there by now.
     *
     * @param found the version of the object that was there; empty when there was none
     */
    public boolean publish(Checkpoint checkpoint, Optional<String> found) throws StoreException {
        return replace(HubNames.CHECKPOINT, checkpoint.encode(), found);
    }

    /** The version of an object, also of one that cannot be read; empty when there is none. */
    public Optional<String> version(ObjectKey key) throws StoreException {
        return store.read(key).map(ObjectStore.Content::version);
    }

    /** The manifest of a device; empty when it has put nothing here. */
    public Optional<Found<Manifest>> manifest(DeviceId device) throws StoreException, DamagedException {
        var key = HubNames.manifest(device);
        var content = store.read(key);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        var manifest = Manifest.decode(device, envelope.open(key, content.get().bytes()));
        return Optional.of(
                new Found<>(manifest, content.get().version(), content.get().age()));
    }

    /** Puts a manifest in the place of the one that was found, as {@link #publish} does. */
    public boolean write(Manifest manifest, Optional<String> found) throws StoreException {
        return replace(HubNames.manifest(manifest.device()), manifest.encode(), found);
    }

    private boolean replace(ObjectKey key, byte[] content, Optional<String> found) throws StoreException {
        var object = envelope.close(key, content);
        return found.isPresent() ? store.putIfSame(key, object, found.get()) : store.putIfAbsent(key, object);
    }

    /** The devices that have put something here, each with its manifest, or why that cannot be read. */
    public SortedMap<DeviceId, Optional<Found<Manifest>>> manifests(List<String> problems) throws StoreException {
        var all = new TreeMap<DeviceId, Optional<Found<Manifest>>>();
        for (ObjectKey key : store.list(HubNames.DEVICES)) {
            var device = HubNames.deviceOfManifest(key);
            if (device.isPresent()) {
                try {
                    all.put(device.get(), manifest(device.get()));
                } catch (DamagedException e) {
                    problems.add(e.getMessage());
                    all.put(device.get(), Optional.empty());
                }
            }
        }
        return all;
    }

    /** Puts a file under the name that its content leads to. The same content again is the same object. */
    public Stored put(Path content, Naming naming) throws StoreException, IOException {
        var sum = Envelope.sum(content);
        var key = naming.name(envelope.mark(sum));
        var sealed = scratch.resolve("sealed");
        try {
            store.upload(key, envelope.close(key, content, sealed));
        } finally {
            Files.deleteIfExists(sealed);
        }
        return new Stored(key, Files.size(content), HexFormat.of().formatHex(sum));
    }

    /** Uses a content, which is gone afterwards. */
    public interface Use<T> {
        T use(Path content) throws IOException, DamagedException;
    }

    /**
     * Fetches a content and hands it on.
     *
     * @param sha256 of the content
     * @return empty when there is no such object
     * @throws DamagedException when it is not what was put there
     */
    public <T> Optional<T> fetch(ObjectKey key, String sha256, Use<T> use)
            throws StoreException, IOException, DamagedException {
        var object = scratch.resolve("fetched");
        var content = scratch.resolve("opened");
        try {
            if (!store.download(key, object)) {
                return Optional.empty();
            }
            return Optional.of(
                    use.use(envelope.open(key, object, content, HexFormat.of().parseHex(sha256))));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(key + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(object);
            Files.deleteIfExists(content);
        }
    }
}
