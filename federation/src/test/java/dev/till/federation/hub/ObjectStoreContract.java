package dev.till.federation.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ObjectStore} promises. Implement it in the test of each implementation. */
public interface ObjectStoreContract {
    ObjectKey KEY = new ObjectKey("wal/m2/1.usv");

    /** A store without objects, that no other test uses. */
    ObjectStore emptyStore() throws StoreException;

    @Test
    default void get_nothingPut_isEmpty() throws StoreException {
        assertThat(emptyStore().get(KEY)).isEmpty();
    }

    @Test
    default void get_afterPut_returnsTheBytes() throws StoreException {
        var store = emptyStore();

        store.put(KEY, new byte[] {0, -1, 0x1F, 0x1E, '\n'});

        assertThat(store.get(KEY)).hasValue(new byte[] {0, -1, 0x1F, 0x1E, '\n'});
    }

    @Test
    default void put_emptyObject_isAnObject() throws StoreException {
        var store = emptyStore();

        store.put(KEY, new byte[0]);

        assertThat(store.get(KEY)).hasValue(new byte[0]);
    }

    @Test
    default void put_twice_keepsTheSecond() throws StoreException {
        var store = emptyStore();
        store.put(KEY, bytes("first, and longer"));

        store.put(KEY, bytes("second"));

        assertThat(store.get(KEY)).hasValue(bytes("second"));
    }

    @Test
    default void put_thenCallerMutatesItsArray_keepsWhatWasPut() throws StoreException {
        var store = emptyStore();
        var mine = bytes("content");
        store.put(KEY, mine);

        mine[0] = '!';

        assertThat(store.get(KEY)).hasValue(bytes("content"));
    }

    @Test
    default void get_thenCallerMutatesItsArray_keepsWhatWasPut() throws StoreException {
        var store = emptyStore();
        store.put(KEY, bytes("content"));

        store.get(KEY).orElseThrow()[0] = '!';

        assertThat(store.get(KEY)).hasValue(bytes("content"));
    }

    @Test
    default void putIfAbsent_nothingThere_writesAndSaysSo() throws StoreException {
        var store = emptyStore();

        assertThat(store.putIfAbsent(KEY, bytes("mine"))).isTrue();

        assertThat(store.get(KEY)).hasValue(bytes("mine"));
    }

    @Test
    default void putIfAbsent_somethingThere_leavesItAndSaysSo() throws StoreException {
        var store = emptyStore();
        store.put(KEY, bytes("theirs"));

        assertThat(store.putIfAbsent(KEY, bytes("mine"))).isFalse();

        assertThat(store.get(KEY)).hasValue(bytes("theirs"));
    }

    @Test
    default void putIfAbsent_afterDelete_writes() throws StoreException {
        var store = emptyStore();
        store.put(KEY, bytes("theirs"));
        store.delete(KEY);

        assertThat(store.putIfAbsent(KEY, bytes("mine"))).isTrue();
    }

    @Test
    default void putIfAbsent_byManyAtOnce_exactlyOneWins() throws Exception {
        var store = emptyStore();
        var rivals = 8;
        var threads = Executors.newFixedThreadPool(rivals);
        try {
            var attempts = new ArrayList<Callable<Boolean>>();
            for (int rival = 0; rival < rivals; rival++) {
                var name = bytes("rival " + rival);
                attempts.add(() -> store.putIfAbsent(KEY, name));
            }

            var outcomes = new ArrayList<Boolean>();
            for (Future<Boolean> outcome : threads.invokeAll(attempts)) {
                outcomes.add(outcome.get());
            }

            assertThat(outcomes).containsOnlyOnce(true);
            assertThat(store.get(KEY)).hasValue(bytes("rival " + outcomes.indexOf(true)));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void putIfSame_ofWhatWasRead_writesOnce() throws StoreException {
        var store = emptyStore();
        store.put(KEY, bytes("first"));
        var version = store.read(KEY).orElseThrow().version();

        assertThat(store.putIfSame(KEY, bytes("second"), version)).isTrue();
        assertThat(store.putIfSame(KEY, bytes("third"), version)).isFalse();

        assertThat(store.get(KEY)).hasValue(bytes("second"));
    }

    @Test
    default void putIfSame_whatWasRemoved_writesNothing() throws StoreException {
        var store = emptyStore();
        store.put(KEY, bytes("first"));
        var version = store.read(KEY).orElseThrow().version();
        store.delete(KEY);

        assertThat(store.putIfSame(KEY, bytes("second"), version)).isFalse();

        assertThat(store.get(KEY)).isEmpty();
    }

    @Test
    default void upload_andDownload_carryWholeFiles(@TempDir Path directory) throws StoreException, IOException {
        var store = emptyStore();
        var content = new byte[100_000];
        Arrays.fill(content, (byte) 7);
        var into = directory.resolve("into");

        store.upload(KEY, Files.write(directory.resolve("from"), content));

        assertThat(store.download(KEY, into)).isTrue();
        assertThat(into).hasBinaryContent(content);
        assertThat(store.entries(""))
                .singleElement()
                .satisfies(listed -> assertThat(listed.size()).isEqualTo(content.length));
        assertThat(store.download(new ObjectKey("nothing"), into)).isFalse();
    }

    @Test
    default void delete_whatIsThere_removesItAlone() throws StoreException {
        var store = emptyStore();
        var other = new ObjectKey("wal/m2/2.usv");
        store.put(KEY, bytes("a"));
        store.put(other, bytes("b"));

        store.delete(KEY);

        assertThat(store.get(KEY)).isEmpty();
        assertThat(store.list("")).containsExactly(other);
    }

    @Test
    default void delete_whatIsNotThere_isNoError() throws StoreException {
        var store = emptyStore();

        store.delete(KEY);

        assertThat(store.list("")).isEmpty();
    }

    @Test
    default void list_prefix_isPlainTextInByteOrder() throws StoreException {
        var store = emptyStore();
        for (String name : List.of("wal/b/1", "wal/ab", "wal/a/2", "wal/a/10", "lock", "wal/ä")) {
            store.put(new ObjectKey(name), bytes(name));
        }

        assertThat(store.list("wal/a")).map(ObjectKey::value).containsExactly("wal/a/10", "wal/a/2", "wal/ab");
        assertThat(store.list("wal/")).map(ObjectKey::value).endsWith("wal/b/1", "wal/ä");
        assertThat(store.list("nothing")).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
