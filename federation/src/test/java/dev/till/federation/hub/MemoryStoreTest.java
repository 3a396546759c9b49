package dev.till.federation.hub;

import java.time.Instant;
import java.time.InstantSource;

final class MemoryStoreTest implements ObjectStoreContract {
    @Override
    public ObjectStore emptyStore() {
        return new MemoryStore(InstantSource.fixed(Instant.EPOCH));
    }
}
