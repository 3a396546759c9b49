package dev.till.federation.hub;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** An object store that lives as long as its process: for tests, and for a hub within one JVM. It never fails. */
public final class MemoryStore implements ObjectStore {
    private final ConcurrentNavigableMap<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    @Override
    public void put(ObjectKey key, byte[] content) {
        objects.put(key, content.clone());
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, byte[] content) {
        return objects.putIfAbsent(key, content.clone()) == null;
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public List<ObjectKey> list(String prefix) {
        return objects.keySet().stream()
                .filter(key -> key.value().startsWith(prefix))
                .toList();
    }
}
