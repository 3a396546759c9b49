package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Entry;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PoliciesTest {
    private static final Policies POLICIES = Policies.of(List.of(
            policy("companies", "\"siblings\""),
            policy("companies/apple-inc", "\"lww\""),
            policy("notes/", "\"siblings\""),
            policy("odd", "17")));

    @ParameterizedTest
    @CsvSource({
        "companies,               true",
        "companies/pear,          true",
        "companies/apple-inc,     false",
        "companies/apple-inc/x,   false",
        "companies/apple-inc-2,   true",
        "companies2,              false",
        "notes/a,                 true",
        "notes,                   false",
        "odd,                     false",
        "hosts/m2,                false"
    })
    void longestPrefix_decides(String entity, boolean keepsSiblings) {
        assertThat(POLICIES.keepsSiblings(new EntityPath(entity))).isEqualTo(keepsSiblings);
    }

    private static Entry policy(String prefix, String json) {
        var version =
                new Version(new Dot(new DeviceId(1, 0, 0), 1), new HybridTimestamp(1), new Value(json), Extra.NONE);
        var key = new RegisterKey(Policies.ENTITY, new FieldName(prefix));
        return new Entry(key, Register.of(version, VersionVector.EMPTY), 1);
    }
}
