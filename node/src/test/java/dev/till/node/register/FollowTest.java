package dev.till.node.register;

import static dev.till.node.register.TestRegister.KEY;
import static dev.till.node.register.TestRegister.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.StorageFixture;
import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What followers of changes are told, and how long they wait for it. */
final class FollowTest {
    @TempDir
    Path home;

    @Test
    void follower_waitsForAMatchingChangeOrRunsOutOfPatience() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node.follow("", 0, 10, Duration.ofMillis(20))).isEqualTo(new Changes(List.of(), 0));
            node.put("other", "f", "1");
            assertThat(node.follow("e", 0, 10, Duration.ofMillis(20))).isEqualTo(new Changes(List.of(), 1));

            var pending = AskPattern.<RegisterCommand, Changes>ask(
                    node.actors().registers(),
                    replyTo -> new RegisterCommand.Follow("e", 1, 10, Patience.LIMIT, replyTo),
                    Patience.LIMIT,
                    node.system().scheduler());
            node.put("other", "f", "2");
            node.put("e", "f", "3");

            var changes = pending.toCompletableFuture().join();
            assertThat(changes.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.key()).isEqualTo(KEY);
                assertThat(entry.revision()).isEqualTo(3);
            });
        }
    }

    @Test
    void unreasonableFollower_isServedWithinReason() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node.follow("", 0, 0, Duration.ofSeconds(-1))).isEqualTo(new Changes(List.of(), 0));
            node.put("e", "f", "1");
            node.put("e", "f", "2");

            assertThat(node.follow("", 0, 0, Duration.ofDays(400_000)).entries())
                    .hasSize(1);
            assertThat(node.follow("", -5, -1, Duration.ZERO).entries()).hasSize(1);
            assertThat(node.follow("..", 0, 5, Duration.ofMillis(1))).isEqualTo(new Changes(List.of(), 2));
        }
    }

    @Test
    void datagramThatLosesAtOnce_isNotFollowed() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("e", "f", "1");
            receive(node, 5, "2");
            node.put("g", "f", "3");

            assertThat(node.follow("", 0, 10, Patience.LIMIT).entries())
                    .extracting(Entry::revision)
                    .containsExactly(1L, 3L);
        }
    }

    @Test
    void siblingThatLosesAtOnce_isFollowedAlsoAfterAReplay() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("till/policy", "e", "\"siblings\"");
            node.put("e", "f", "1");
            receive(node, 5, "2");
        }
        for (String file : List.of("store.db", "store.db-wal", "store.db-shm")) {
            Files.deleteIfExists(home.resolve(file));
        }

        try (var node = new StorageFixture(home)) {
            assertThat(node.follow("e", 0, 10, Patience.LIMIT).entries())
                    .extracting(Entry::revision)
                    .containsExactly(2L, 3L);
        }
    }
}
