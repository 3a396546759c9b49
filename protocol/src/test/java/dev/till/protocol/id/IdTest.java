package dev.till.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdTest {

    @Test
    void deviceId_isTheStartOfTheSha256OfTheKeyInBase32hex() {
        // sha256("") = e3b0c442 98fc1c14 9afbf4c8 996fb924 27ae41e4 …
        var id = DeviceId.of(new byte[0]);

        assertThat(id).hasToString("seoc8gkovge196nruj49irtp4gjqsgf4");
        assertThat(id.abbreviated()).isEqualTo("seoc8gko");
    }

    @Test
    void originsOfADevice_areItsAndNobodyElses() {
        var device = new DeviceId(1, 0x1234_5678_9abc_def0L, 7);
        var other = new DeviceId(1, 0x1234_5679_9abc_def0L, 7);

        for (long nonce : new long[] {0, -1, 0x8000_0000_7fff_ffffL}) {
            var origin = device.origin(nonce);
            assertThat(origin.isOriginOf(device)).isTrue();
            assertThat(origin.isOriginOf(other)).isFalse();
            assertThat(origin.origin(nonce)).isEqualTo(origin);
            assertThat(origin.toString()).startsWith(device.toString().substring(0, 19));
        }
        assertThat(device.origin(1)).isNotEqualTo(device.origin(1L << 32));
        assertThat(device.isOriginOf(device)).isTrue();
    }

    @Test
    void deviceIds_orderAsTheirTextsAndBytesDo() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var left = new DeviceId(random.nextLong(), random.nextLong(), random.nextInt());
            var right = i % 2 == 0
                    ? new DeviceId(random.nextLong(), random.nextLong(), random.nextInt())
                    : new DeviceId(left.high(), i % 4 == 1 ? left.middle() : random.nextLong(), random.nextInt());

            int expected = Integer.signum(Arrays.compareUnsigned(left.bytes(), right.bytes()));
            assertThat(Integer.signum(left.compareTo(right))).isEqualTo(expected);
            assertThat(Integer.signum(left.toString().compareTo(right.toString())))
                    .isEqualTo(expected);
            assertThat(DeviceId.parse(left.toString())).isEqualTo(left);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "seoc8gko", "SEOC8GKOVGE196NRUB49IRTP4GJQSE4F", "weoc8gkovge196nrub49irtp4gjqse4f"})
    void deviceIdTextOfAnotherForm_isRefused(String text) {
        assertThatThrownBy(() -> DeviceId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "hosts/m2", "companies/apple-inc", "…/ü/😀", "a/...", "a/.b", "~", "a b"})
    void entityPath_isTaken(String path) {
        assertThat(new EntityPath(path)).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "/a",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/.",
                "a\u0000b",
                "a\nb",
                "\u007f",
                "\u0085",
                "\ud800"
            })
    void entityPathOfAnotherForm_isRefusedWithoutEchoingControlCharacters(String path) {
        assertThatThrownBy(() -> new EntityPath(path))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("entity: '")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void namesAtTheirLimit_areTakenAndOneByteMoreIsRefused() {
        var path = "é".repeat(EntityPath.MAX_BYTES / 2);
        var field = "é".repeat(FieldName.MAX_BYTES / 2);

        assertThat(new EntityPath(path)).hasToString(path);
        assertThat(new FieldName(field)).hasToString(field);
        assertThatThrownBy(() -> new EntityPath(path + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldName(field + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldName("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldName("a\u001fb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void paths_orderAsTheirUtf8BytesDo() {
        var texts = List.of("a", "a/b", "aa", "\uffff", "\ue000", "😀", "😁", "\ud7ff", "é", "z", "a😀", "a\uffff");
        for (var left : texts) {
            for (var right : texts) {
                int expected = Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

                assertThat(Integer.signum(new EntityPath(left).compareTo(new EntityPath(right))))
                        .as("%s | %s", left, right)
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }

    @Test
    void prefix_holdsWholeSegmentsOnly() {
        var path = new EntityPath("hosts/m20");

        assertThat(path.isWithin("")).isTrue();
        assertThat(path.isWithin("hosts")).isTrue();
        assertThat(path.isWithin("hosts/")).isTrue();
        assertThat(path.isWithin("hosts/m20")).isTrue();
        assertThat(path.isWithin("hosts/m2")).isFalse();
        assertThat(path.isWithin("host")).isFalse();
        assertThat(path.name()).isEqualTo("m20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", ".x", "a b", "é", "a/b"})
    void deviceNameOfAnotherForm_isRefused(String name) {
        assertThatThrownBy(() -> new DeviceName(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new DeviceName("Pi_attic-2.local")).hasToString("Pi_attic-2.local");
    }
}
