package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Assignment;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InFlightTest {
    private static final RegisterKey KEY = RegisterKey.of("e", "f");
    private static final Dot OTHERS = new Dot(new DeviceId(2, 0, 0), 8);

    private final InFlight inFlight = new InFlight();

    /** Or what the first superseded would be superseded by nothing once the first is superseded itself. */
    @Test
    void writeAfterOneOnItsWay_hasSeenWhatThatOneHasSeen() {
        var first = Assignment.now(KEY, new Value("1"));
        var second = Assignment.replacing(Set.of(), KEY, new Value("2"));

        inFlight.begin(first, VersionVector.of(OTHERS));
        var context = inFlight.begin(second, VersionVector.EMPTY);

        assertThat(context).isEqualTo(VersionVector.of(OTHERS));
        inFlight.end(List.of(first));
        assertThat(inFlight.isPending(KEY)).isTrue();
        inFlight.end(List.of(second));
        assertThat(inFlight.isPending(KEY)).isFalse();
        assertThat(inFlight.begin(second, VersionVector.EMPTY)).isEqualTo(VersionVector.EMPTY);
    }
}
