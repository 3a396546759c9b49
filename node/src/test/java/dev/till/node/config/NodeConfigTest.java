package dev.till.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.federation.hub.HubAddress;
import dev.till.federation.menu.Menu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeConfigTest {

    @TempDir
    Path home;

    @Test
    void nothingSaid_isTheDefaults() {
        var config = NodeConfig.of(home, Settings.defaults());

        assertThat(config.port()).isEqualTo(7270);
        assertThat(config.mdns()).isTrue();
        assertThat(config.peers()).isEmpty();
        assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.maxDrift()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void everySetting_isReadFromTheFile() throws IOException {
        Files.writeString(home.resolve("till.conf"), """
                # comment
                name = pi-attic
                bind = 10.0.0.7
                port=7000
                enroll-port=7001
                files-port=7002
                files-rate=500000
                files-scan=10m
                peers = a:1, [::1]:65535
                mdns=false
                discovery=false
                heartbeat-interval=5m
                max-drift=1h
                gossip-interval=250ms
                journal-segment-bytes=1048576
                memory-bytes=2097152
                retention=7d
                give-up-after=PT10M
                host-check-interval=5m
                github-api=https://ghe.example.org/api/v3
                github-ca=/etc/ghe.pem
                publish-interval=10m
                menu-allow=script, update
                hub=https://s3.example.org/bucket/prefix
                hub-region=eu-central-1
                hub-ca=/etc/s3.pem
                hub-plain=true
                hub-interval=20m
                hub-consolidate=0s
                hub-grace=2h
                hub-rate=1000000
                hub-backlog-bytes=1048576
                log-level=DEBUG
                """);

        var config = NodeConfig.of(home, Settings.defaults().withFileIn(home));

        assertThat(config.name().orElseThrow()).hasToString("pi-attic");
        assertThat(config.bind()).contains("10.0.0.7");
        assertThat(config.port()).isEqualTo(7000);
        assertThat(config.enrollPort()).isEqualTo(7001);
        assertThat(config.filesPort()).isEqualTo(7002);
        assertThat(config.filesRate()).isEqualTo(500_000);
        assertThat(config.filesScan()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.peers()).containsExactly("a:1", "[::1]:65535");
        assertThat(config.mdns()).isFalse();
        assertThat(config.discovery()).isFalse();
        assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.maxDrift()).isEqualTo(Duration.ofHours(1));
        assertThat(config.gossipInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.segmentBytes()).isEqualTo(1_048_576);
        assertThat(config.memoryBytes()).isEqualTo(2_097_152);
        assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.giveUpAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.hostCheckInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.githubApi()).hasToString("https://ghe.example.org/api/v3");
        assertThat(config.githubCa()).contains(Path.of("/etc/ghe.pem"));
        assertThat(config.publishInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.menuAllow()).containsExactlyInAnyOrder(Menu.DirectiveType.SCRIPT, Menu.DirectiveType.UPDATE);
        assertThat(config.hub())
                .isEqualTo(new HubConfig(
                        Optional.of(HubAddress.parse("https://s3.example.org/bucket/prefix")),
                        "eu-central-1",
                        Optional.of(Path.of("/etc/s3.pem")),
                        true,
                        Duration.ofMinutes(20),
                        Duration.ZERO,
                        Duration.ofHours(2),
                        1_000_000,
                        1_048_576));
        assertThat(config.logLevel()).isEqualTo("debug");
        assertThat(config.settings().chosen())
                .allSatisfy((setting, chosen) -> assertThat(chosen.source())
                        .isEqualTo(home.resolve("till.conf").toString()));
    }

    @Test
    void severalBadSettings_areAllNamedAtOnce() {
        var settings = Settings.defaults()
                .with(List.of("port=70000", "mdns=perhaps", "max-drift=soon", "peers=here", "name=-x"), "command line");

        assertThatThrownBy(() -> NodeConfig.of(home, settings))
                .hasMessageContaining("port: '70000' (expected: a number from 0 to 65535)")
                .hasMessageContaining("mdns: 'perhaps' (expected: true, false)")
                .hasMessageContaining("max-drift: ")
                .hasMessageContaining("peers: 'here' (expected: HOST:PORT)")
                .hasMessageContaining("name: ");
    }

    @Test
    void unknownSettings_areAllNamedWithTheirSource() {
        assertThatThrownBy(() -> Settings.defaults().with(List.of("colour=red", "port"), "command line"))
                .hasMessageContaining("command line")
                .hasMessageContaining("colour: unknown setting")
                .hasMessageContaining("'port' (expected: KEY=VALUE)");
    }

    @Test
    void laterSource_winsAndIsNamed() {
        var settings = Settings.defaults().with(List.of("port=1"), "a").with(List.of("port=2"), "b");

        assertThat(settings.chosen().get(Setting.PORT)).isEqualTo(new Settings.Chosen("2", "b"));
    }
}
