package dev.till.node;

import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.ObjectStore;
import dev.till.federation.hub.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that fails, or lets something happen in between, when it is told to. */
public final class FaultyStore implements ObjectStore {
    private final ObjectStore behind;
    private int failures;
    private boolean afterwards;
    private Optional<String> watched = Optional.empty();
    private Runnable meanwhile = () -> {};
    boolean conditional = true;

    public FaultyStore(ObjectStore behind) {
        this.behind = behind;
    }

    /** The next calls fail as a store does that is overloaded. */
    void storm(int calls) {
        failures = calls;
        afterwards = false;
    }

    /** The next write of a key that begins so is done, but the answer is lost. */
    void loseAnswer() {
        failures = 1;
        afterwards = true;
    }

    /** Something happens, once, before a key that begins so is written. */
    public void before(String prefix, Runnable what) {
        watched = Optional.of(prefix);
        meanwhile = what;
    }

    /** Flips a bit in the middle of an object. */
    public void flip(ObjectKey key) throws StoreException {
        var bytes = behind.get(key).orElseThrow();
        bytes[bytes.length / 2] ^= 0x10;
        behind.put(key, bytes);
    }

    private void pass() throws StoreException {
        if (failures > 0 && !afterwards) {
            failures--;
            throw StoreException.retryable("SlowDown, status 503", null);
        }
    }

    private void write(ObjectKey key) throws StoreException {
        pass();
        if (watched.filter(key.value()::startsWith).isPresent()) {
            watched = Optional.empty();
            meanwhile.run();
        }
    }

    private void written() throws StoreException {
        if (failures > 0 && afterwards) {
            failures--;
            throw StoreException.retryable("the connection broke", null);
        }
    }

    @Override
    public Optional<Content> read(ObjectKey key) throws StoreException {
        pass();
        return behind.read(key);
    }

    @Override
    public void put(ObjectKey key, byte[] content) throws StoreException {
        write(key);
        behind.put(key, content);
        written();
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, byte[] content) throws StoreException {
        write(key);
        if (!conditional) {
            behind.put(key, content);
            return true;
        }
        return behind.putIfAbsent(key, content);
    }

    @Override
    public boolean putIfSame(ObjectKey key, byte[] content, String version) throws StoreException {
        write(key);
        if (!conditional) {
            behind.put(key, content);
            return true;
        }
        return behind.putIfSame(key, content, version);
    }

    @Override
    public void upload(ObjectKey key, Path file) throws StoreException, IOException {
        write(key);
        behind.upload(key, file);
        written();
    }

    @Override
    public boolean download(ObjectKey key, Path file) throws StoreException, IOException {
        pass();
        return behind.download(key, file);
    }

    @Override
    public void delete(ObjectKey key) throws StoreException {
        pass();
        behind.delete(key);
    }

    @Override
    public List<Listed> entries(String prefix) throws StoreException {
        pass();
        return behind.entries(prefix);
    }

    @Override
    public void dropUnfinished(Duration older) throws StoreException {
        behind.dropUnfinished(older);
    }
}
