package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.federation.hub.ContentVault;
import dev.till.federation.hub.Envelope;
import dev.till.federation.hub.MemoryStore;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.RecoveryKey;
import dev.till.node.FaultyStore;
import dev.till.node.files.transfer.HubContents;
import dev.till.node.trust.Fleets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents that come by way of the hub, because no device that has them is in reach. */
class ShelvingTest {
    private static final int LARGE = 5 << 20;

    @TempDir
    private Path directory;

    private Duration later = Duration.ZERO;
    private final InstantSource clock = () -> InstantSource.system().instant().plus(later);
    private final MemoryStore store = new MemoryStore(clock);
    private final FaultyStore faulty = new FaultyStore(store);
    private boolean away;
    private TestDevice a;
    private TestDevice b;

    @BeforeEach
    void open() throws Exception {
        var fleet = Fleets.of(directory, InstantSource.system(), List.of("a", "b"));
        var envelope = Envelope.sealed(RecoveryKey.generate(new SecureRandom()));
        HubContents.Door door = () -> {
            if (away) {
                throw new IOException("the hub: out of reach");
            }
            return Optional.of(new ContentVault(faulty, envelope));
        };
        a = new TestDevice(directory, fleet.get(0), clock, "hub = true\nignore = Name *.key\n", door);
        b = new TestDevice(directory, fleet.get(1), clock, "", door);
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
    }

    @Test
    void smallAndLargeContents_comeFromTheHub_whenNobodyIsInReach() throws Exception {
        var large = new byte[LARGE];
        new Random(5).nextBytes(large);
        Files.write(a.root.resolve("large"), large);
        a.write("small", "small");
        a.write("empty", "");
        a.round();
        a.meet(b);
        var before = b.round();
        assertThat(before.outcome().undone()).hasSize(2);

        Shelving.Shelved shelved;
        try (var shelving = a.shelving()) {
            shelved = shelving.run();
        }
        later = Duration.ofMinutes(2);
        var round = b.round();

        assertThat(shelved.uploaded()).isGreaterThan(10);
        assertThat(round.outcome().undone()).isEmpty();
        assertThat(b.root.resolve("large")).hasBinaryContent(large);
        assertThat(b.read("small")).contains("small");
        assertThat(round.received()).isEqualTo(LARGE + "small".length());
        assertThat(b.work.agreed().chunks(TestDevice.path("large"))).isNotEmpty();
        assertThat(b.root.resolve(".till/stage")).isEmptyDirectory();
    }

    @Test
    void whatIsThereAlready_isNotBroughtAgain_whoeverBroughtIt() throws Exception {
        a.write("x", "the same");
        a.write("y", "the same");
        a.round();
        b.write("z", "the same");
        b.restart("hub = true\n");
        b.round();
        try (var one = a.shelving();
                var two = b.shelving()) {
            assertThat(one.run().uploaded()).isEqualTo(1);
            assertThat(one.run().uploaded()).isZero();
            assertThat(two.run().uploaded()).isZero();
        }
        assertThat(store.list("files/contents/")).hasSize(1);
    }

    @Test
    void whatTheProfileLeavesOut_isNeverBrought_andGoesWhenItIsLeftOutLater() throws Exception {
        a.write("id.key", "secret");
        a.write("agent_state.json", "secret");
        a.write("diary", "private one day");
        a.round();
        try (var shelving = a.shelving()) {
            assertThat(shelving.run().uploaded()).isEqualTo(1);
        }
        a.restart("hub = true\nignore = Name diary\n");

        try (var shelving = a.shelving()) {
            assertThat(shelving.run().contents()).isZero();
            shelving.collect(Duration.ZERO);
            assertThat(shelving.collect(Duration.ZERO).orElseThrow().removed()).isEqualTo(1);
        }
        assertThat(store.list("files/contents/")).isEmpty();
    }

    /** What is let go and wanted again may have been removed meanwhile: it is looked for, not remembered. */
    @Test
    void contentThatComesBack_afterItWasCollected_isBroughtAgain() throws Exception {
        a.write("x", "here and gone and here");
        a.round();
        try (var shelving = a.shelving()) {
            shelving.run();
            Files.delete(a.root.resolve("x"));
            a.round();
            shelving.run();
            shelving.collect(Duration.ZERO);
            shelving.collect(Duration.ZERO);
            assertThat(store.list("files/contents/")).isEmpty();
            a.write("x", "here and gone and here");
            a.round();

            assertThat(shelving.run().uploaded()).isEqualTo(1);
        }
        assertThat(store.list("files/contents/")).hasSize(1);
    }

    /** The race that would lose contents: one looks what is there while another removes what nobody wanted a moment ago. */
    @Test
    void whileSomebodyCollects_nothingThatIsThereCounts_andItIsBroughtAfterwards() throws Exception {
        b.restart("hub = true\n");
        b.write("x", "wanted by b, then let go");
        b.round();
        try (var one = a.shelving();
                var two = b.shelving()) {
            two.run();
            Files.delete(b.root.resolve("x"));
            b.round();
            two.run();
            two.collect(Duration.ZERO);
            a.write("x", "wanted by b, then let go");
            a.round();
            var meanwhile = new AtomicReference<Shelving.Shelved>();
            faulty.before("files/lock", () -> meanwhile.set(shelved(one)));

            var collected = two.collect(Duration.ZERO);

            assertThat(collected.orElseThrow().removed())
                    .as("what it read came before a said so")
                    .isZero();
            assertThat(meanwhile.get().postponed()).isFalse();
            faulty.before("files/doomed", () -> meanwhile.set(shelved(one)));
            two.collect(Duration.ZERO);
            assertThat(meanwhile.get().postponed()).isTrue();
            assertThat(meanwhile.get().uploaded()).isZero();
            assertThat(one.run().postponed()).isFalse();
        }
        assertThat(store.list("files/contents/")).hasSize(1);
    }

    private static Shelving.Shelved shelved(Shelving shelving) {
        try {
            return shelving.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void missingAndDamagedContents_leaveTheRestToBeHad() throws Exception {
        a.write("one", "one");
        a.write("two", "two");
        a.round();
        a.meet(b);
        try (var shelving = a.shelving()) {
            shelving.run();
        }
        store.delete(store.list("files/contents/").get(0));
        assertThat(b.round().outcome().undone()).hasSize(1);
        var came = b.read("one").isPresent() ? "one" : "two";
        assertThat(b.read(came)).contains(came);

        var other = came.equals("one") ? "two" : "one";
        try (var shelving = a.shelving()) {
            assertThat(shelving.run().uploaded())
                    .as("a device that begins anew looks what is there")
                    .isEqualTo(1);
        }
        for (ObjectKey key : store.list("files/contents/")) {
            faulty.flip(key);
        }
        later = Duration.ofMinutes(2);

        assertThat(b.round().outcome().undone())
                .singleElement()
                .satisfies(undone -> assertThat(undone.why()).contains("the hub"));
        assertThat(b.read(other)).isEmpty();
    }

    @Test
    void hubThatIsOutOfReach_isSaid_andAskedOnceARound() throws Exception {
        for (int i = 0; i < 5; i++) {
            a.write("f" + i, "content " + i);
        }
        a.round();
        a.meet(b);
        away = true;

        var round = b.round();

        assertThat(round.outcome().undone())
                .hasSize(5)
                .allSatisfy(undone -> assertThat(undone.why()).contains("no device that has it can be reached"))
                .anySatisfy(undone -> assertThat(undone.why()).contains("the hub: out of reach"));
        try (var shelving = a.shelving()) {
            assertThatThrownBy(shelving::run).hasMessageContaining("out of reach");
        }
    }

    @Test
    void fileThatHasChangedSinceItWasAgreed_isNotBroughtAsWhatItWas() throws Exception {
        a.write("x", "agreed");
        a.round();
        a.write("x", "another");

        try (var shelving = a.shelving()) {
            var shelved = shelving.run();
            assertThat(shelved.changed()).isEqualTo(1);
            assertThat(shelved.uploaded()).isZero();
        }
        assertThat(store.list("files/contents/")).isEmpty();
    }
}
