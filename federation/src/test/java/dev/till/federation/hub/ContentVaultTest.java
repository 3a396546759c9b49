package dev.till.federation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.federation.hub.ContentVault.Kind;
import dev.till.protocol.id.DeviceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contents of folders in a hub, and what becomes of those that nobody wants. */
final class ContentVaultTest {
    private static final DeviceId ONE = new DeviceId(1, 1, 1);
    private static final DeviceId TWO = new DeviceId(2, 2, 2);
    private static final Duration GRACE = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private final MemoryStore store = new MemoryStore(() -> now);
    private final Envelope envelope = Envelope.sealed(RecoveryKey.generate(new SecureRandom()));
    private final ContentVault vault = new ContentVault(store, envelope);

    @Test
    void contents_areSealedAndNamedByNothingThatTellsOfThem() throws Exception {
        put("a secret of the fleet");
        vault.refer(ONE, "payroll", wanting("a secret of the fleet"));

        assertThat(get("a secret of the fleet")).isTrue();
        assertThat(get("another")).isFalse();
        for (ObjectStore.Listed each : store.entries("")) {
            var bytes = store.get(each.key()).orElseThrow();
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .startsWith("TILLSEAL")
                    .doesNotContain("secret");
            assertThat(each.key().value())
                    .doesNotContain("payroll")
                    .doesNotContain(hex(sha256("a secret of the fleet")));
        }
    }

    @Test
    void contentInThePlaceOfAnother_isRefused() throws Exception {
        put("one");
        put("two");
        var keys = contents();
        store.put(keys.get(0), store.get(keys.get(1)).orElseThrow());

        assertThatThrownBy(() -> {
                    get("one");
                    get("two");
                })
                .isInstanceOf(DamagedException.class);
    }

    @Test
    void whatNobodyWants_goesAfterTwoLooksAndTheTimeOfGrace() throws Exception {
        put("wanted by both");
        put("wanted by one");
        put("let go");
        vault.refer(ONE, "notes", wanting("wanted by both", "wanted by one"));
        vault.refer(TWO, "notes", wanting("wanted by both", "let go"));
        vault.refer(TWO, "notes", wanting("wanted by both"));

        var first = vault.collect(ONE, GRACE).orElseThrow();
        assertThat(first).isEqualTo(new ContentCollection.Collected(0, 1));
        assertThat(get("let go")).as("who fetches it has time to end").isTrue();
        now = now.plus(GRACE).minusSeconds(1);
        assertThat(vault.collect(TWO, GRACE).orElseThrow().removed()).isZero();
        now = now.plusSeconds(2);

        assertThat(vault.collect(TWO, GRACE).orElseThrow().removed()).isEqualTo(1);
        assertThat(get("let go")).isFalse();
        assertThat(get("wanted by one")).isTrue();
        vault.letGo(ONE, "notes");
        vault.collect(TWO, Duration.ZERO);
        assertThat(vault.collect(TWO, Duration.ZERO).orElseThrow().removed()).isEqualTo(1);
        assertThat(get("wanted by both")).isTrue();
        assertThat(get("wanted by one")).isFalse();
    }

    @Test
    void whatIsWantedAgainBetweenTwoLooks_stays() throws Exception {
        put("back again");
        vault.collect(ONE, Duration.ZERO);
        vault.refer(TWO, "notes", wanting("back again"));

        assertThat(vault.collect(ONE, Duration.ZERO).orElseThrow().removed()).isZero();
        assertThat(get("back again")).isTrue();
    }

    /** Who says what it wants while somebody collects is not heard by that one; so it must see that it collects. */
    @Test
    void whoCollects_isSeenToDoSo_untilItIsDoneOrItsTimeIsOver() throws Exception {
        assertThat(vault.isCollecting(TWO)).isFalse();
        var lock = vault.lock(ONE);
        var held = lock.take(lock.read(), 0, Duration.ofMinutes(30)).orElseThrow();

        assertThat(vault.isCollecting(TWO)).isTrue();
        assertThat(vault.collect(TWO, GRACE)).as("one at a time").isEmpty();
        lock.release(held);
        assertThat(vault.isCollecting(TWO)).isFalse();
        vault.collect(ONE, GRACE);
        assertThat(vault.isCollecting(TWO)).isFalse();
    }

    @Test
    void referencesThatCannotBeRead_stopCollecting() throws Exception {
        put("wanted, but who knows");
        vault.collect(ONE, Duration.ZERO);
        vault.refer(TWO, "notes", wanting("wanted, but who knows"));
        var key = store.list(ContentNames.REFERENCES).get(0);
        var bytes = store.get(key).orElseThrow();
        bytes[bytes.length - 1] ^= 1;
        store.put(key, bytes);

        assertThatThrownBy(() -> vault.collect(ONE, Duration.ZERO)).isInstanceOf(DamagedException.class);

        assertThat(get("wanted, but who knows")).isTrue();
        assertThat(vault.isCollecting(TWO)).as("given back").isFalse();
    }

    @Test
    void whatOthersPutBesideIt_isNeitherReadNorRemoved() throws Exception {
        var strange = List.of(
                new ObjectKey("files/contents/ab/readme.txt"),
                new ObjectKey("files/contents/ab/" + "c".repeat(32) + ".piece"),
                new ObjectKey("files/refs/somebody"));
        for (ObjectKey key : strange) {
            store.put(key, new byte[] {1});
        }

        vault.collect(ONE, Duration.ZERO);
        vault.collect(ONE, Duration.ZERO);

        assertThat(store.list("files/")).containsAll(strange);
    }

    private List<ObjectKey> contents() throws StoreException {
        return store.list("files/contents/");
    }

    private void put(String content) throws Exception {
        vault.put(Kind.PIECE, sha256(content), content.getBytes(StandardCharsets.UTF_8));
    }

    private boolean get(String content) throws Exception {
        return vault.get(Kind.PIECE, sha256(content)).isPresent();
    }

    private References wanting(String... contents) throws Exception {
        return References.of(Arrays.stream(contents).mapToLong(each -> vault.mark(sha256(each))));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
