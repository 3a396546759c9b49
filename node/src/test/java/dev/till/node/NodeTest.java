package dev.till.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.journal.HomeInUseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {

    @TempDir
    Path home;

    @Test
    void secondNodeOnAHome_learnsThatTheHomeIsInUse_notThatTheFirstOneHasThePort() throws Exception {
        var first = Storage.open(home, Storage.Settings.DEFAULTS);
        try (first;
                var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = Settings.defaults().with(List.of("bind=127.0.0.1", "port=" + port.getLocalPort()), "here");

            assertThatThrownBy(() -> Node.start(NodeConfig.of(home, settings))).isInstanceOf(HomeInUseException.class);
        }
    }
}
