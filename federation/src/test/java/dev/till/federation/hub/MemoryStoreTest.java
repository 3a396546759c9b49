package dev.till.federation.hub;

final class MemoryStoreTest implements ObjectStoreContract {
    @Override
    public ObjectStore emptyStore() {
        return new MemoryStore();
    }
}
