package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GreetingSerializerTest {
    private final GreetingSerializer serializer = new GreetingSerializer();

    static List<Greeting> greetings() {
        var device = new DeviceId(1, 2, 3);
        var seat = new Seat(new Endpoint("192.168.1.7", 7270), -5);
        var other = new Seat(new Endpoint("fe80::1", 65_535), Long.MAX_VALUE);
        var standing = new Standing(
                new FleetId("a".repeat(32)),
                device,
                seat,
                true,
                new Birth(1, device),
                2,
                List.of(seat, other),
                new Life(5, 6));
        return List.of(
                new Greeting.Greet(standing),
                new Greeting.Answer(standing.apart(new Birth(Long.MIN_VALUE, device))),
                new Greeting.Removed(standing, other),
                new Greeting.Tip(seat.endpoint()));
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void roundTrip_isEqual(Greeting greeting) throws NotSerializableException {
        assertThat(read(serializer.toBinary(greeting), greeting)).isEqualTo(greeting);
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void fieldsOfANewerMinorVersion_areSkipped(Greeting greeting) throws NotSerializableException {
        var bytes = serializer.toBinary(greeting);

        assertThat(read(Arrays.copyOf(bytes, bytes.length + 9), greeting)).isEqualTo(greeting);
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void cutAnywhere_isRefused(Greeting greeting) throws NotSerializableException {
        var bytes = serializer.toBinary(greeting);
        boolean hasLife = !(greeting instanceof Greeting.Tip);
        for (int length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            if (hasLife && length == bytes.length - 2 * Long.BYTES) {
                // So it comes from a till that does not say which process speaks.
                assertThat(read(cut, greeting)).isNotEqualTo(greeting);
                continue;
            }
            assertThatThrownBy(() -> read(cut, greeting)).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void newerMajorVersion_isRefusedNamingBoth() {
        var tip = greetings().get(3);
        var bytes = serializer.toBinary(tip);
        bytes[0] = 2;

        assertThatThrownBy(() -> read(bytes, tip)).hasMessageContaining("version 2 (expected: 1)");
    }

    private Object read(byte[] bytes, Greeting like) throws NotSerializableException {
        return serializer.fromBinary(bytes, serializer.manifest(like));
    }
}
