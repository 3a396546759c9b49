package dev.till.node.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.7:7270", "pi-attic.local:1", "[fe80::1]:65535", "host_1:80"})
    void wellFormed_readsBackAsWritten(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "host",
                "host:",
                ":7270",
                "host:0",
                "host:65536",
                "host:-1",
                "host:x",
                "fe80::1:7270",
                "a b:1",
                "-host:1",
                "host\n:1",
                "ho$t:1"
            })
    void malformed_isRefusedWithWhatWasExpected(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }
}
