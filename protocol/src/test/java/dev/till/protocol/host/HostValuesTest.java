package dev.till.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostValuesTest {

    @Test
    void names_matchInAnyCaseAndKeepTheirSpelling() {
        assertThat(new HostName("Pi-Attic")).isEqualTo(new HostName("pi-attic")).hasToString("Pi-Attic");
        assertThat(new HostName("Pi-Attic").hashCode()).isEqualTo(new HostName("PI-ATTIC").hashCode());
        assertThat(new HostName("M2").compareTo(new HostName("m2"))).isZero();
        assertThat(new HostName("m2")).isLessThan(new HostName("M20"));
        assertThat(new HostName("M2").host()).hasToString("hosts/m2");
        assertThat(new HostName("Pis").group()).hasToString("groups/pis");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-m2",
                ".m2",
                "m 2",
                "m/2",
                "ü",
                "m2\n",
                "$(reboot)",
                "..",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff12345"
            })
    void otherNames_areRefused(String name) {
        assertThatThrownBy(() -> new HostName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("host name: '")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m2",
                "M2.local",
                "a_b.example.com",
                "10.0.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "::1",
                "fe80::1%eth0",
                "2001:db8::192.168.0.1",
                "::",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1:2:3:4:5:6:1.2.3.4",
                "FE80::aBcD",
                "1.2.3.4a",
                "xn--bcher-kva.example",
                "3com.com",
                "a-b"
            })
    void addresses_areTaken(String address) {
        assertThat(new HostAddress(address)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "a..b",
                ".a",
                "a.",
                "a b",
                "10.0.0.256",
                "10.0.0",
                "1.2.3.4.5",
                "01.2.3.4",
                "42",
                ":",
                ":::",
                "1::2::3",
                "fe80::1%",
                "[::1]",
                "a;reboot",
                "$(x)",
                "ü.de",
                "-oProxyCommand=x",
                "12345::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "::1.2.3.256",
                "1:",
                ":1",
                "fe80::1%eth0;x",
                "a:22"
            })
    void otherAddresses_areRefused(String address) {
        assertThatThrownBy(() -> new HostAddress(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressLengths_areBoundedForLabelAndWhole() {
        var label = "a".repeat(63);
        var longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(new HostAddress(longest).value()).hasSize(HostAddress.MAX_LENGTH);
        assertThatThrownBy(() -> new HostAddress(longest + "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostAddress(label + "a")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new HostAddress("::1").isIpv6()).isTrue();
        assertThat(new HostAddress("m2").isIpv6()).isFalse();
    }

    @Test
    void ports_goFromOneTo65535() {
        assertThat(Port.parse("1")).isEqualTo(new Port(1));
        assertThat(Port.parse("65535")).hasToString("65535");
        for (var text : new String[] {"0", "65536", "-1", "+22", "22.0", "", "x", "99999999999"}) {
            assertThatThrownBy(() -> Port.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-l", "a b", "a;b", "`x`", "$(x)", "a'b", "a\"b", "@x"})
    void usersThatCouldReachAShell_areRefused(String user) {
        assertThatThrownBy(() -> new UserName(user)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new UserName("pi")).hasToString("pi");
        assertThat(new UserName("ann@corp.example")).hasToString("ann@corp.example");
    }

    @ParameterizedTest
    @CsvSource({
        "untested, connected, till-ready, unreachable",
        "connected, connected, till-ready, unreachable",
        "till-ready, till-ready, till-ready, unreachable",
        "deployed, deployed, deployed, unreachable",
        "unreachable, connected, till-ready, unreachable",
    })
    void status_goesItsWay(String from, String connected, String setUp, String failed) {
        var status = HostStatus.named(from);

        assertThat(status).hasToString(from);
        assertThat(status.afterConnection()).hasToString(connected);
        assertThat(status.afterSetup()).hasToString(setUp);
        assertThat(status.afterDeployment()).isEqualTo(HostStatus.DEPLOYED);
        assertThat(status.afterFailure(2)).isEqualTo(status);
        assertThat(status.afterFailure(3)).hasToString(failed);
    }

    @Test
    void olderReady_isTillReadyAndUnknownWordsAreUntested() {
        assertThat(HostStatus.named("ready")).isEqualTo(HostStatus.TILL_READY);
        assertThat(HostStatus.named("on fire")).isEqualTo(HostStatus.UNTESTED);
    }
}
