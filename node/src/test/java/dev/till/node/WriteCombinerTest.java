package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.client.Receipt;
import dev.till.node.message.Assignment;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WriteCombinerTest {
    private static final DeviceId DEVICE = new DeviceId(1, 2, 3);

    private record Sent(List<Assignment> assignments, CompletableFuture<Written> answer) {
        /** As the journal answers: one record for each, in order. */
        void succeed(long firstRevision) {
            var records = new ArrayList<Recorded>();
            for (Assignment each : assignments) {
                long revision = firstRevision + records.size();
                var version = new Version(
                        new Dot(DEVICE, revision), new HybridTimestamp(revision), each.content(), Extra.NONE);
                records.add(new Recorded(new Datagram(each.key(), version, VersionVector.EMPTY), revision));
            }
            answer.complete(new Written.Done(records, 0));
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final List<CompletionStage<Receipt>> begun = new ArrayList<>();
    private final WriteCombiner combiner = new WriteCombiner(
            assignments -> {
                var one = new Sent(assignments, new CompletableFuture<>());
                sent.add(one);
                return one.answer();
            },
            Runnable::run);

    @Test
    void aloneOrSecond_isSentAtOnce() {
        begin("a");
        begin("b");

        assertThat(sent).extracting(one -> one.assignments().size()).containsExactly(1, 1);
    }

    @Test
    void whatComesMeanwhile_isSentTogetherInOrderAndAnsweredApart() {
        begin("a");
        begin("b");
        var third = write("c", "d");
        var fourth = write("e");
        assertThat(sent).hasSize(2);

        sent.get(0).succeed(1);

        assertThat(keys(sent.get(2))).containsExactly("x/c", "x/d", "x/e");
        sent.get(2).succeed(10);
        assertThat(third).isCompletedWithValue(new Receipt(0, 2, 0, 11));
        assertThat(fourth).isCompletedWithValue(new Receipt(0, 1, 0, 12));
    }

    @Test
    void writeWithATimeOfItsOwn_goesAlone() {
        begin("a");
        begin("b");
        begin("c");
        begun.add(
                combiner.write(List.of(new Assignment(key("d"), new Value("1"), Optional.of(new HybridTimestamp(5))))));
        begin("e");

        sent.get(0).succeed(1);
        sent.get(1).succeed(2);
        sent.get(2).succeed(3);

        assertThat(sent.subList(2, 5))
                .extracting(WriteCombinerTest::keys)
                .containsExactly(List.of("x/c"), List.of("x/d"), List.of("x/e"));
    }

    @Test
    void refused_failsAllThatWentTogetherAndNoOthers() {
        var first = write("a");
        begin("b");
        var third = write("c");
        var fourth = write("d");
        sent.get(0).succeed(1);

        sent.get(2).answer().complete(new Written.Failed("disk full", true));

        assertThat(first).isCompleted();
        assertThat(third).isCompletedExceptionally();
        assertThat(fourth).isCompletedExceptionally();
    }

    @Test
    void lost_failsWithTheCauseAndTheNextOneIsSent() {
        var first = write("a");
        begin("b");
        begin("c");

        sent.get(0).answer().completeExceptionally(new IllegalStateException("gone"));

        assertThat(first).isCompletedExceptionally();
        assertThat(sent).hasSize(3);
    }

    @Test
    void tooManyWaiting_areRefusedAndTheOthersKept() {
        begin("a");
        begin("b");
        for (int i = 0; i < 100_000; i++) {
            begin("c");
        }

        assertThat(write("d")).isCompletedExceptionally();

        sent.get(0).succeed(1);
        assertThat(sent.get(2).assignments()).hasSize(1024);
    }

    private void begin(String name) {
        begun.add(write(name));
    }

    private CompletableFuture<Receipt> write(String... names) {
        return combiner.write(List.of(names).stream()
                        .map(name -> Assignment.now(key(name), new Value("1")))
                        .toList())
                .toCompletableFuture();
    }

    private static RegisterKey key(String name) {
        return RegisterKey.of("x/" + name, "f");
    }

    private static List<String> keys(Sent sent) {
        return sent.assignments().stream()
                .map(each -> each.key().entity().value())
                .toList();
    }
}
