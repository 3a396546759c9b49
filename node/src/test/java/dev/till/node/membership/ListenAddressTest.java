package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    private static final Optional<String> LOOPBACK = Optional.of("127.0.0.1");

    @Test
    void portInUse_isRefusedNamingPortAndOption() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ListenAddress.choose(LOOPBACK, taken.getLocalPort()))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void portZero_choosesAFreeOne() throws IOException {
        var chosen = ListenAddress.choose(LOOPBACK, 0);

        assertThat(chosen.endpoint().port()).isPositive();
        assertThat(chosen.isFree()).isTrue();
    }

    @Test
    void addressOfAnotherMachine_isRefusedNamingTheOption() {
        assertThatThrownBy(() -> ListenAddress.choose(Optional.of("192.0.2.77"), 0))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("--bind");
    }

    @Test
    void noHostNamed_isAnAddressOfThisMachine() throws IOException {
        var chosen = ListenAddress.choose(Optional.empty(), 0);

        assertThat(LocalAddresses.isHere(chosen.endpoint().host())).isTrue();
        assertThat(chosen.refreshed()).isEqualTo(chosen);
    }
}
