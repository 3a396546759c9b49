package dev.till.node.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StablePortTest {

    @Test
    void firstPort_isBelowThoseLentToOutgoingConnections() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            assertThat(StablePort.<Integer>open(port -> port).intValue()).isBetween(20_000, 32_767);
        }
    }

    @Test
    void takenPorts_areTriedAFewTimesAndThenTheSystemDecides() throws IOException {
        var tried = new ArrayList<Integer>();

        int opened = StablePort.open(port -> {
            tried.add(port);
            if (port != 0) {
                throw new BindException("taken");
            }
            return 49_152;
        });

        assertThat(opened).isEqualTo(49_152);
        assertThat(tried).hasSize(65).endsWith(0);
    }

    @Test
    void anyOtherFailure_isNotTriedAgain() {
        assertThatThrownBy(() -> StablePort.open(port -> {
                    throw new IOException("no such network");
                }))
                .hasMessage("no such network");
    }
}
