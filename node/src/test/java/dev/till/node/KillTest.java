package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.journal.ChildJvm;
import dev.till.node.journal.JournalSettings;
import dev.till.node.message.Assignment;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.register.RegisterSettings;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that writes without pause is killed again and again, at any moment. What it had acknowledged is there when it
 * starts again, and nothing that was not written.
 *
 * <p>{@code -Dtill.kill.rounds=50} is the long version.
 */
final class KillTest {
    private static final int ROUNDS = Integer.getInteger("till.kill.rounds", 3);
    private static final int KEYS = 40;
    private static final int WINDOW = 16;

    @TempDir
    Path home;

    @Test
    void killedWriter_losesNothingItAcknowledged() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var acknowledged = new HashMap<Integer, Long>();
        long first = 1;
        for (int round = 1; round <= ROUNDS; round++) {
            first = runAndKill(first, 1 + random.nextInt(round % 3 == 0 ? 20 : 4000), acknowledged);
            assertEverythingIsThere(acknowledged, first, "round " + round + ", seed " + seed);
        }
    }

    /** Lets it acknowledge so many writes, then kills it; answers where the next round begins. */
    private long runAndKill(long first, int acks, Map<Integer, Long> acknowledged) throws Exception {
        var writer = ChildJvm.start(Writer.class, home.toString(), Long.toString(first));
        long last = first;
        try (var lines = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < acks; i++) {
                last = acknowledge(lines.readLine(), acknowledged);
            }
            // Through the handle, for the process itself would close what has not been read yet.
            writer.toHandle().destroyForcibly();
            writer.waitFor();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(".")) {
                    last = acknowledge(line, acknowledged);
                }
            }
        }
        // What was under way when it was killed may or may not be there.
        return last + 2L * WINDOW;
    }

    private static long acknowledge(String line, Map<Integer, Long> acknowledged) {
        assertThat(line).as("an acknowledgement").isNotNull().endsWith(".");
        long number = Long.parseLong(line.substring(0, line.length() - 1));
        acknowledged.merge((int) (number % KEYS), number, Math::max);
        return number;
    }

    private void assertEverythingIsThere(Map<Integer, Long> acknowledged, long end, String context) throws IOException {
        assertThat(Storage.verify(home)).as(context).noneMatch(fault -> fault.contains("damaged"));
        try (var node = new StorageFixture(home, Writer.SETTINGS, StorageFixture.WALL)) {
            acknowledged.forEach((key, number) -> {
                var value = Long.parseLong(node.value("key", "f" + key).orElse("0"));
                assertThat(value).as("%s, key %s", context, key).isBetween(number, end);
                assertThat(value % KEYS).as(context).isEqualTo(key.longValue());
            });
        }
    }

    /** Writes numbers for ever, and prints each when it is acknowledged. */
    static final class Writer {
        static final Storage.Settings SETTINGS = new Storage.Settings(
                new JournalSettings(20_000, 1 << 20, Duration.ofSeconds(60), 10),
                new RegisterSettings(20_000, Duration.ofHours(1), 10_000));

        public static void main(String[] args) throws IOException {
            var node = new StorageFixture(Path.of(args[0]), SETTINGS, StorageFixture.WALL);
            long next = Long.parseLong(args[1]);
            while (true) {
                var window = new ArrayList<CompletionStage<Written>>();
                long begin = next;
                for (int i = 0; i < WINDOW; i++, next++) {
                    var assignments = List.of(
                            Assignment.now(RegisterKey.of("key", "f" + next % KEYS), new Value(Long.toString(next))));
                    window.add(AskPattern.ask(
                            node.actors().registers(),
                            replyTo -> new RegisterCommand.Put(assignments, replyTo),
                            Patience.LIMIT,
                            node.system().scheduler()));
                }
                for (int i = 0; i < WINDOW; i++) {
                    if (window.get(i).toCompletableFuture().join() instanceof Written.Done) {
                        System.out.println((begin + i) + ".");
                    }
                }
            }
        }
    }
}
