package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Entry;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However an entry is kept, it comes back as it was. */
final class KeptTest {
    private static final RegisterKey KEY = RegisterKey.of("e", "f");
    private static final Dot A3 = new Dot(new DeviceId(1, 0, 0), 3);
    private static final Dot B1 = new Dot(new DeviceId(2, 0, 0), 1);

    static List<Register> registers() {
        var ofOne = VersionVector.of(A3);
        return List.of(
                Register.EMPTY,
                new Register(List.of(version(A3, new Value("1"), Extra.NONE)), ofOne),
                new Register(List.of(version(A3, Tombstone.DELETED, Extra.NONE)), ofOne),
                new Register(List.of(version(A3, new Value("1"), Extra.of(new byte[] {7}))), ofOne),
                new Register(List.of(version(A3, new Value("1"), Extra.NONE)), ofOne.with(B1)),
                new Register(
                        List.of(version(A3, new Value("1"), Extra.NONE)),
                        VersionVector.of(new Dot(A3.device(), A3.seq() + 1))),
                new Register(
                        List.of(version(A3, new Value("1"), Extra.NONE), version(B1, new Value("2"), Extra.NONE)),
                        ofOne.with(B1)),
                new Register(List.of(), ofOne));
    }

    @ParameterizedTest
    @MethodSource("registers")
    void whatIsKept_isTheSame(Register register) {
        var entry = new Entry(KEY, register, 5);

        assertThat(Kept.of(entry).entry()).isEqualTo(entry);
    }

    private static Version version(Dot dot, Content content, Extra extra) {
        return new Version(dot, new HybridTimestamp(dot.device().high()), content, extra);
    }
}
