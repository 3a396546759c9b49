package dev.till.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.Node;
import dev.till.node.Till;
import dev.till.node.client.ComponentCommand;
import dev.till.node.client.ComponentReport;
import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.socket.Refusal;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.component.CommandRecord.State;
import dev.till.protocol.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components in JVMs: one that runs the node itself, and one that is connected to it. */
final class ComponentsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path home;

    private Node node;
    private Till connected;

    @BeforeEach
    void open() throws IOException {
        var settings = Settings.defaults().with(List.of("bind=127.0.0.1", "port=0", "discovery=false"), "test");
        node = Till.start(NodeConfig.of(home, settings));
        connected = Till.connect(home);
    }

    @AfterEach
    void close() throws IOException {
        connected.close();
        node.close();
    }

    @Test
    void whatOneReports_theOtherSees_untilItIsRemoved() throws IOException, Refusal {
        var mine = connected.components();
        mine.report(ComponentReport.of("printer", "running")
                .withVersion("1.4.2")
                .withTtl(Duration.ofHours(1))
                .withMetric("jobs", 12)
                .withMetric("load", 0.5));
        mine.report(ComponentReport.of("printer", "jammed"));

        var seen = node.components().get("printer").orElseThrow();
        assertThat(seen.status()).isEqualTo("jammed");
        assertThat(seen.version()).isEqualTo("1.4.2");
        assertThat(seen.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(seen.metrics()).containsEntry("jobs", "12").containsEntry("load", "0.5");
        assertThat(seen.id()).isEqualTo(node.device());
        assertThat(node.components().list()).containsExactly(seen);

        assertThat(node.components().remove("printer")).isTrue();
        assertThat(mine.remove("printer")).isFalse();
        assertThat(mine.get("printer")).isEmpty();
    }

    @Test
    void commands_areHandedOver_inOrder_withWhatCameOfEach() throws Exception {
        var early = node.components().send("printer", "early", JsonText.parse("{\"pages\":[1,2]}"));
        var handled = Collections.synchronizedList(new ArrayList<String>());
        try (var serving = connected.components().serve("printer", command -> {
            handled.add(command.action() + " " + command.arguments().json());
            return switch (command.action()) {
                case "fail" -> throw new IllegalStateException("out of paper");
                case "shout" -> "x".repeat(CommandRecord.MAX_OUTPUT) + "end";
                default -> "done: " + command.action();
            };
        })) {
            node.components().send("scanner", "of another", JsonText.parse("null"));
            node.components().send("printer", "fail", JsonText.parse("null"));
            connected.components().sendTo(node.name().value(), "printer", "shout", JsonText.string("loud"));

            await().atMost(PATIENCE).until(() -> settled().size() == 3);

            assertThat(serving.ended().toCompletableFuture()).isNotDone();
        }
        assertThat(handled).containsExactly("early {\"pages\":[1,2]}", "fail null", "shout \"loud\"");
        var settled = settled();
        assertThat(settled.get(0).id()).isEqualTo(early.id());
        assertThat(settled.get(0).output()).isEqualTo("done: early");
        assertThat(settled.get(1).state()).isEqualTo(State.FAILED);
        assertThat(settled.get(1).why()).isEqualTo("out of paper");
        assertThat(settled.get(2).output()).hasSize(CommandRecord.MAX_OUTPUT).endsWith("end");
        assertThat(node.components().commands()).hasSize(4);
    }

    @Test
    void ofTwoThatServe_eachCommandGoesToOne() throws Exception {
        var handled = Collections.synchronizedList(new ArrayList<String>());
        try (var one = node.components().serve("printer", command -> noted(command, handled));
                var other = connected.components().serve("printer", command -> noted(command, handled))) {
            var sent = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                sent.add(connected
                        .components()
                        .send("printer", "print", JsonText.parse("null"))
                        .id());
            }

            await().atMost(PATIENCE).until(() -> settled().size() == 40);

            assertThat(handled).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(one.ended().toCompletableFuture()).isNotDone();
            assertThat(other.ended().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void whoServes_isTold_whenTheNodeIsGone_andWhenItIsClosed() throws Exception {
        var closed = connected.components().serve("printer", command -> "");
        closed.close();
        closed.ended().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var serving = connected.components().serve("printer", command -> "");

        node.close();

        var ended = serving.ended().toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(failure(ended)).isInstanceOfAny(IOException.class, Refusal.class);
    }

    private static Throwable failure(CompletableFuture<Void> ended) {
        try {
            ended.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static String noted(ComponentCommand command, List<String> handled) {
        handled.add(command.id());
        return "";
    }

    private List<ComponentCommand> settled() throws IOException, Refusal {
        return node.components().commands().stream()
                .filter(command -> command.state() == State.DONE || command.state() == State.FAILED)
                .toList();
    }
}
