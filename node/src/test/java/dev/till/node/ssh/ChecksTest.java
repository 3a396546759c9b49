package dev.till.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.SshTarget;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final List<SshTarget> THREE =
            Stream.of("m1", "m2", "m3").map(ChecksTest::target).toList();

    @Test
    void round_takesAFewAtATime_untilItIsOver() {
        var checks = new Checks();
        checks.begin(THREE);

        assertThat(checks.next()).isEqualTo(THREE.subList(0, 2));
        assertThat(checks.next()).isEmpty();
        checks.over(new HostName("M2"));
        assertThat(checks.next()).isEqualTo(THREE.subList(2, 3));
        checks.over(new HostName("m1"));
        checks.over(new HostName("m3"));
        assertThat(checks.next()).isEmpty();
    }

    @Test
    void newRound_doesNotWaitForOneThatHangs() {
        var checks = new Checks();
        checks.begin(THREE);
        checks.next();

        checks.begin(THREE.subList(0, 1));

        assertThat(checks.next()).isEqualTo(THREE.subList(0, 1));
    }

    private static SshTarget target(String name) {
        return new SshTarget(new HostName(name), new UserName("x"), new HostAddress("192.0.2.1"), Port.SSH);
    }
}
