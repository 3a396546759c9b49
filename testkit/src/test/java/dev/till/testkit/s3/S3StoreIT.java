package dev.till.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.federation.hub.HubAddress;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.Probe;
import dev.till.federation.hub.StoreException;
import dev.till.federation.hub.s3.S3Settings;
import dev.till.federation.hub.s3.S3Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against S3Proxy, on a way that fails. */
@Tag("patient")
class S3StoreIT {
    private static final ObjectKey KEY = new ObjectKey("hub/lock");
    private static final int PART = 8 << 20;

    @TempDir
    Path directory;

    private S3Proxy proxy;
    private S3Store store;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(S3Proxy.isHere(), "S3Proxy was not fetched");
        proxy = S3Proxy.start(directory.resolve("s3"));
        store = store("/some/prefix", S3Proxy.SECRET);
    }

    @AfterEach
    void close() {
        if (proxy != null) {
            store.close();
            proxy.close();
        }
    }

    private S3Store store(String prefix, String secret) throws IOException {
        var credentials = Files.writeString(
                Files.createTempFile(directory, "credentials", ""),
                "aws_access_key_id = " + S3Proxy.IDENTITY + "\naws_secret_access_key = " + secret + "\n");
        return S3Store.open(
                new S3Settings(HubAddress.parse(proxy.hub() + prefix), "us-east-1", Optional.empty(), credentials, 0));
    }

    @Test
    void objects_comeAndGo_whileTheEndpointIsOverloaded() throws Exception {
        proxy.front().storm(2);
        store.put(KEY, new byte[] {0, -1});
        store.put(new ObjectKey("wal/ä b+c/1"), new byte[3]);

        assertThat(store.get(KEY)).hasValue(new byte[] {0, -1});
        assertThat(store.list("wal/")).extracting(ObjectKey::value).containsExactly("wal/ä b+c/1");
        assertThat(store.read(KEY).orElseThrow().age()).isLessThan(Duration.ofMinutes(5));
        assertThat(store.get(new ObjectKey("nothing"))).isEmpty();
        store.delete(KEY);
        assertThat(store.get(KEY)).isEmpty();
        proxy.front().storm(100);
        assertThatThrownBy(() -> store.get(KEY))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("hub/lock")
                .hasMessageContaining("503");
        proxy.front().recover();
    }

    /** One after the other: S3Proxy keeps to conditions, but not between requests of the same moment. */
    @Test
    void whoComesSecond_writesNothing() throws Exception {
        assertThat(Probe.keepsConditions(store, "1")).isTrue();
        assertThat(store.putIfAbsent(KEY, new byte[] {1})).isTrue();
        assertThat(store.putIfAbsent(KEY, new byte[] {2})).isFalse();
        var version = store.read(KEY).orElseThrow().version();

        assertThat(store.putIfSame(KEY, new byte[] {3}, version)).isTrue();
        assertThat(store.putIfSame(KEY, new byte[] {4}, version)).isFalse();

        assertThat(store.get(KEY)).hasValue(new byte[] {3});
    }

    @Test
    void uploadThatIsCut_goesOnWhereItWas() throws Exception {
        var content = new byte[2 * PART + 1000];
        new Random(1).nextBytes(content);
        var file = Files.write(directory.resolve("large"), content);
        proxy.front().breakDownAfter(PART + PART / 2);
        assertThatThrownBy(() -> store.upload(KEY, file))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetryable()).isTrue());
        proxy.front().recover();
        assertThat(store.get(KEY)).isEmpty();

        store.upload(KEY, file);

        assertThat(proxy.front().sent())
                .as("bytes sent the second time")
                .isBetween((long) PART, content.length - PART / 2L);
        var back = directory.resolve("back");
        assertThat(store.download(KEY, back)).isTrue();
        assertThat(back).hasSameBinaryContentAs(file);
        store.dropUnfinished(Duration.ZERO);
    }

    @Test
    void wrongSecret_isToldAsSuch_withoutIt() throws Exception {
        try (var stranger = store("", "not-the-secret")) {
            assertThatThrownBy(() -> stranger.list(""))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetryable()).isFalse())
                    .hasMessageContaining("403")
                    .hasMessageContaining("expected: credentials")
                    .hasMessageNotContaining("not-the-secret");
        }
        assertThat(List.of(proxy.s3cmd("ls", "s3://" + S3Proxy.BUCKET))).isNotEmpty();
    }
}
