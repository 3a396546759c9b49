package dev.till.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Announcement;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import java.util.HashMap;
import java.util.Map;
import javax.jmdns.ServiceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of other nodes' announcements. Addresses come with the network: the end-to-end part is in the lab. */
class MdnsRecordTest {
    private static final FleetId FLEET = new FleetId("f".repeat(32));
    private static final Announcement OWN = announcement(1, "here");
    private static final Announcement OTHER = announcement(2, "pi-attic");

    @Test
    void written_carriesFleetDevicePortAndVersion() {
        var info = MdnsRecord.write(OTHER);

        assertThat(info.getType()).isEqualTo("_till._tcp.local.");
        assertThat(info.getName()).startsWith("pi-attic-");
        assertThat(info.getPort()).isEqualTo(7272);
        assertThat(info.getPropertyString("v")).isEqualTo("1");
        assertThat(info.getPropertyString("fleet")).isEqualTo(FLEET.value());
        assertThat(info.getPropertyString("device")).isEqualTo(OTHER.device().toString());
        assertThat(info.getPropertyString("port")).isEqualTo("7272");
    }

    @Test
    void own_isNotOurs() {
        assertThat(MdnsRecord.isOurs(MdnsRecord.write(OTHER), OWN)).isTrue();
        assertThat(MdnsRecord.isOurs(MdnsRecord.write(OWN), OWN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "v,2",
        "v,''",
        "fleet,00000000000000000000000000000000",
        "fleet,x",
        "device,x",
        "device,''",
        "port,7273",
        "port,x"
    })
    void anythingElse_isNotOurs(String key, String value) {
        var text = new HashMap<>(Map.of(
                "v", "1", "fleet", FLEET.value(), "device", OTHER.device().toString(), "port", "7272"));
        text.put(key, value);

        assertThat(MdnsRecord.isOurs(ServiceInfo.create(MdnsRecord.TYPE, "x", 7272, 0, 0, text), OWN))
                .isFalse();
    }

    @Test
    void textMissing_isNotOurs() {
        assertThat(MdnsRecord.isOurs(ServiceInfo.create(MdnsRecord.TYPE, "x", 7272, ""), OWN))
                .isFalse();
    }

    private static Announcement announcement(int device, String name) {
        return new Announcement(
                FLEET,
                new DeviceId(device, 0, 0),
                new DeviceName(name),
                new Endpoint("10.0.0." + device, 7270 + device));
    }
}
