package dev.till.node.register;

import static dev.till.node.register.TestRegister.assign;
import static dev.till.node.register.TestRegister.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.StorageFixture;
import dev.till.node.message.Assignment;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Tombstone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many registers hold a value, and how many conflict, however they came to. */
final class CountsTest {
    @TempDir
    Path home;

    @Test
    void conflicts_countOnlyWherePolicyKeepsSiblings() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("e", "f", "1");
            receive(node, 5, "2");
            assertThat(node.count().conflicts()).isZero();

            node.put("till/policy", "e", "\"siblings\"");
            assertThat(node.count().conflicts()).isEqualTo(1);
            node.compact();
            assertThat(node.count().conflicts()).isEqualTo(1);
        }
        try (var node = new StorageFixture(home)) {
            assertThat(node.count().conflicts()).isEqualTo(1);
            node.put("e", "f", "3");
            assertThat(node.count().conflicts()).isZero();
            assertThat(node.count().registers()).isEqualTo(2);
        }
    }

    @Test
    void registersThatHoldAValue_areCountedThroughFoldsAndRestarts() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put(List.of(assign("a", "1"), assign("b", "1"), assign("c", "1")));
            node.compact();
            node.put(List.of(new Assignment(RegisterKey.of("a", "f"), Tombstone.DELETED, Optional.empty())));
            node.put(List.of(assign("d", "1")));
            assertThat(node.count().registers()).isEqualTo(3);
        }
        try (var node = new StorageFixture(home)) {
            assertThat(node.count().registers()).isEqualTo(3);
        }
    }
}
