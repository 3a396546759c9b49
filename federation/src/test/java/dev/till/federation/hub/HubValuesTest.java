package dev.till.federation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HubValuesTest {
    private static final DeviceId DEVICE = new DeviceId(1, 2, 3);
    private static final DotSet DOTS = DotSet.EMPTY.plus(DEVICE, new SeqRange(3, 9));
    private static final String SUM = "0".repeat(64);

    private final Manifest.Segment segment = new Manifest.Segment(
            HubNames.segment(DEVICE, 3, 9, "0".repeat(32)), 3, 9, 100, SUM, DotSet.EMPTY, DOTS, DotSet.EMPTY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3.example.org/bucket",
                "http://s3.example.org/bucket",
                "https://s3.example.org",
                "https://s3.example.org/BUCKET",
                "https://user@s3.example.org/bucket",
                "https://s3.example.org/bucket/../other",
                "https://s3.example.org/bucket?x=1",
                "http://127.0.0.1.example.org/bucket"
            })
    void address_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> HubAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "Ada_Fleet", "ada-fleet-"})
    void address_withABucketThatCannotBe_namesTheBucket(String bucket) {
        assertThatThrownBy(() -> HubAddress.parse("https://s3.example.org/" + bucket + "/till"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket '" + bucket + "' (expected: 3 to 63 of ");
    }

    @Test
    void address_hasEndpointBucketAndPrefix() {
        var address = HubAddress.parse("https://s3.example.org:9000/fleet/of/ada/");

        assertThat(address.endpoint()).hasToString("https://s3.example.org:9000");
        assertThat(address.bucket()).isEqualTo("fleet");
        assertThat(address.prefix()).isEqualTo("of/ada/");
        assertThat(HubAddress.parse(address.toString())).isEqualTo(address);
        assertThat(HubAddress.parse("http://[::1]:9000/fleet").prefix()).isEmpty();
    }

    @Test
    void manifest_comesBack_andOnlyOfItsDevice() throws DamagedException {
        var manifest = Manifest.empty(DEVICE).with(segment).with(segment);

        assertThat(manifest.segments()).containsExactly(segment);
        assertThat(Manifest.decode(DEVICE, manifest.encode())).isEqualTo(manifest);
        assertThatThrownBy(() -> Manifest.decode(new DeviceId(4, 5, 6), manifest.encode()))
                .isInstanceOf(DamagedException.class);
    }

    @Test
    void manifest_thatNamesWhatIsNotItsDevices_isRefused() {
        for (String name : List.of(
                "hub/lock",
                "wal/../x",
                HubNames.segment(new DeviceId(4, 5, 6), 3, 9, "0".repeat(32)).value())) {
            var bytes = new dev.till.protocol.wire.ByteWriter(64);
            bytes.putByte(1)
                    .putDevice(DEVICE)
                    .putVarint(1)
                    .putText(name)
                    .putLong(3)
                    .putLong(9)
                    .putLong(1);
            bytes.putText(SUM).putByte(0).putByte(0).putByte(0);
            assertThatThrownBy(() -> Manifest.decode(DEVICE, bytes.toByteArray()))
                    .as(name)
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void checkpoint_comesBack_andNamesSnapshotsAlone() throws DamagedException {
        var snapshot = new Checkpoint.Snapshot(HubNames.snapshot(5, "0".repeat(32)), 10, SUM, 3, DOTS);
        var checkpoint = new Checkpoint(6, DEVICE, 99, snapshot, Optional.of(snapshot));

        assertThat(Checkpoint.decode(checkpoint.encode())).isEqualTo(checkpoint);
        var wrong = new Checkpoint(
                6, DEVICE, 99, new Checkpoint.Snapshot(HubNames.LOCK, 10, SUM, 3, DOTS), Optional.empty());
        assertThatThrownBy(() -> Checkpoint.decode(wrong.encode())).isInstanceOf(DamagedException.class);
    }

    @Test
    void segment_isCoveredByAllThatIsInIt() {
        var covering = new Manifest.Segment(
                segment.key(), 3, 9, 100, SUM, DotSet.EMPTY, DOTS, DotSet.EMPTY.plus(DEVICE, new SeqRange(1, 2)));

        assertThat(segment.isCoveredBy(DOTS)).isTrue();
        assertThat(covering.isCoveredBy(DOTS)).isFalse();
        assertThat(covering.isCoveredBy(DOTS.plus(DEVICE, new SeqRange(1, 2)))).isTrue();
    }
}
