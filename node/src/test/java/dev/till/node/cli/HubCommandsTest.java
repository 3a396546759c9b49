package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.WithMemoryNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the S3 hub, at a node that has none. */
class HubCommandsTest extends WithMemoryNode {

    @ParameterizedTest
    @ValueSource(strings = {"status", "push", "consolidate", "restore", "verify", "forget pi"})
    void withoutAHub_saysHowToSetOne(String command) {
        var ran = new Till(home).run(("hub " + command).split(" "));

        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.err()).contains("hub = https://HOST/BUCKET");
        assertThat(ran.out()).isEmpty();
    }
}
