package dev.till.testkit.bench;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatchOption;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A client of one server of a NATS cluster, with a key-value bucket of three replicas on file storage. */
final class NatsEnd implements Contender {

    private static final String BUCKET = "bench";
    /** Publishes on the way at once; with more, jnats gains nothing, with fewer it waits. */
    private static final int OUTSTANDING = 4096;

    private final Connection connection;

    NatsEnd(String url, NatsTls tls) throws Exception {
        connection = Nats.connect(new Options.Builder()
                .server(url)
                .sslContext(tls.context())
                .noReconnect()
                .maxMessagesInOutgoingQueue(2 * OUTSTANDING)
                .build());
    }

    /** Makes the bucket; fails while the servers have no leader. */
    void create() throws Exception {
        connection
                .keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name(BUCKET)
                        .replicas(3)
                        .storageType(StorageType.File)
                        .build());
    }

    @Override
    public void put(String key, String value) throws Exception {
        bucket().put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void burst(int updates, int keys) throws Exception {
        JetStream stream = connection.jetStream();
        var outstanding = new ArrayDeque<CompletableFuture<PublishAck>>();
        for (int i = 0; i < updates; i++) {
            if (outstanding.size() == OUTSTANDING) {
                outstanding.remove().join();
            }
            var value = Stamped.at(System.nanoTime()).getBytes(StandardCharsets.UTF_8);
            outstanding.add(stream.publishAsync("$KV." + BUCKET + ".burst.k" + i % keys, value));
        }
        outstanding.forEach(CompletableFuture::join);
    }

    @Override
    public void watch(Consumer<String> onValue) throws Exception {
        var watcher = new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                onValue.accept(entry.getValueAsString());
            }

            @Override
            public void endOfData() {}
        };
        bucket().watch("paced.>", watcher, KeyValueWatchOption.UPDATES_ONLY);
    }

    private KeyValue bucket() throws Exception {
        return connection.keyValue(BUCKET);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "NATS";
    }
}
