package dev.till.testkit.bench;

import dev.till.node.client.Change;
import dev.till.node.client.Receipt;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import dev.till.testkit.fleet.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A till node in this process, with its journal synced and its peers behind TLS as always. */
final class TillEnd implements Contender {

    private static final String FIELD = "value";
    /** Writes on the way at once, as many as of the peer. */
    private static final int OUTSTANDING = 4096;

    private static final long POLL_NANOS = 5_000_000;
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private final Member member;

    TillEnd(Path home, String name) {
        member = Member.start(home, name);
    }

    @Override
    public void put(String key, String value) throws Exception {
        member.node().set(entity(key), FIELD, new Value(value));
    }

    @Override
    public void burst(int updates, int keys) {
        var outstanding = new ArrayDeque<CompletableFuture<Receipt>>();
        for (int i = 0; i < updates; i++) {
            if (outstanding.size() == OUTSTANDING) {
                outstanding.remove().join();
            }
            var change = Change.set(entity("burst.k" + i % keys), FIELD, new Value(Stamped.at(System.nanoTime())));
            outstanding.add(member.node().writeLater(List.of(change)).toCompletableFuture());
        }
        outstanding.forEach(CompletableFuture::join);
    }

    @Override
    public void watch(Consumer<String> onValue) throws Exception {
        var unused = member.node()
                .watch(
                        entity("paced"),
                        -1,
                        reading -> reading.value().map(Value::json).ifPresent(onValue));
    }

    /** {@code invite}, {@code enroll LINE}, {@code peers N}, {@code head}, {@code applied DEVICE SEQ}. */
    @Override
    public String ask(String question) {
        var words = question.split(" ", -1);
        return switch (words[0]) {
            case "invite" -> member.invite();
            case "enroll" -> enroll(words[1]);
            case "peers" -> awaited(() -> member.peersUp() == Long.parseLong(words[1]));
            case "head" ->
                member.node().device() + " " + applied(member.node().device().toString());
            case "applied" -> awaited(() -> applied(words[1]) >= Long.parseLong(words[2]));
            default -> throw new IllegalArgumentException("question: " + question);
        };
    }

    private String enroll(String line) {
        member.enroll(line);
        return "enrolled";
    }

    private long applied(String device) {
        return JsonMembers.parse(member.head()).number(device, 0);
    }

    private static String awaited(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("waited too long");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return "yes";
    }

    private static String entity(String key) {
        return "bench/" + key.replace('.', '/');
    }

    @Override
    public void close() {
        member.close();
    }
}
