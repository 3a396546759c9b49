package dev.till.federation.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An object store that lives as long as its process: for tests, and for a hub within one JVM. It never fails. */
public final class MemoryStore implements ObjectStore {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(byte[] bytes, long version, Instant since) {}

    private final InstantSource clock;
    private final TreeMap<ObjectKey, Stored> objects = new TreeMap<>();
    private long versions;

    /** @param clock the store's own */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Content> read(ObjectKey key) {
        return Optional.ofNullable(objects.get(key))
                .map(stored -> new Content(stored.bytes().clone(), Long.toString(stored.version()), age(stored)));
    }

    @Override
    public synchronized void put(ObjectKey key, byte[] content) {
        objects.put(key, new Stored(content.clone(), ++versions, clock.instant()));
    }

    @Override
    public synchronized boolean putIfAbsent(ObjectKey key, byte[] content) {
        if (objects.containsKey(key)) {
            return false;
        }
        put(key, content);
        return true;
    }

    @Override
    public synchronized boolean putIfSame(ObjectKey key, byte[] content, String version) {
        var there = objects.get(key);
        if (there == null || !Long.toString(there.version()).equals(version)) {
            return false;
        }
        put(key, content);
        return true;
    }

    @Override
    public void upload(ObjectKey key, Path file) throws IOException {
        put(key, Files.readAllBytes(file));
    }

    @Override
    public boolean download(ObjectKey key, Path file) throws IOException {
        var content = read(key);
        if (content.isPresent()) {
            Files.write(file, content.get().bytes());
        }
        return content.isPresent();
    }

    @Override
    public synchronized void delete(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public synchronized List<Listed> entries(String prefix) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().value().startsWith(prefix))
                .map(entry -> new Listed(entry.getKey(), entry.getValue().bytes().length, age(entry.getValue())))
                .toList();
    }

    /** Nothing is ever half sent here. */
    @Override
    public void dropUnfinished(Duration older) {}

    private Duration age(Stored stored) {
        return Duration.between(stored.since(), clock.instant());
    }
}
