package dev.till.protocol.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.component.ComponentFields.Written;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComponentFieldsTest {
    private static final DeviceId DEVICE = DeviceId.parse("0".repeat(31) + "1");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aReport_readsAsItWasWritten() {
        var read =
                read(report("running", Optional.of("1.4.2"), Optional.of(Duration.ofHours(1)), Map.of("jobs", "12.5")));

        assertThat(read).hasSize(1);
        assertThat(read.get(0))
                .isEqualTo(new ComponentRecord(
                        DEVICE, "printer", "running", "1.4.2", Duration.ofHours(1), Map.of("jobs", "12.5"), NOW));
    }

    @Test
    void aComponentThatStopsReporting_isUnknown() {
        var component = read(report("running", Optional.empty(), Optional.of(Duration.ofMinutes(5)), Map.of()))
                .get(0);

        assertThat(component.statusAt(NOW.plusSeconds(300))).isEqualTo("running");
        assertThat(component.statusAt(NOW.plusSeconds(301))).isEqualTo("unknown");
    }

    @Test
    void registersThatAreNoComponents_arePassedOver() {
        var fields = new TreeMap<RegisterKey, Written>();
        fields.put(RegisterKey.of("components/printer", "status"), written("ready"));
        fields.put(RegisterKey.of("components/nobody/printer", "status"), written("ready"));
        fields.put(RegisterKey.of("components/" + DEVICE + "/printer", "version"), written("1"));

        assertThat(ComponentFields.read(fields)).isEmpty();
    }

    @Test
    void whatIsWrong_isRefusedAndNamed() {
        assertThatThrownBy(() -> report("a\nb", Optional.empty(), Optional.empty(), Map.of()))
                .hasMessageContaining("status");
        assertThatThrownBy(() -> report("a", Optional.empty(), Optional.empty(), Map.of("jobs", "many")))
                .hasMessageContaining("jobs=many");
        assertThatThrownBy(() -> report("a", Optional.empty(), Optional.of(Duration.ofDays(9999)), Map.of()))
                .hasMessageContaining("ttl");
        assertThatThrownBy(() -> new ComponentName("../x")).hasMessageContaining("component");
    }

    @Test
    void aCommand_readsAsItWasWritten_throughAllItsStates() {
        var queued = CommandRecord.queued(
                DEVICE, "17-a", new ComponentName("printer"), "print", JsonText.parse("{\"n\":1}"));
        var failed = queued.in(CommandRecord.State.FAILED, "said", "no paper");

        var fields = new TreeMap<RegisterKey, Value>();
        queued.fields().forEach(write -> fields.put(write.key(), (Value) write.content()));
        assertThat(CommandRecord.read(fields)).containsExactly(queued);
        failed.progress().forEach(write -> fields.put(write.key(), (Value) write.content()));
        assertThat(CommandRecord.read(fields)).containsExactly(failed);
    }

    @Test
    void aCommandThatIsTooLarge_isRefused() {
        var queued = CommandRecord.queued(DEVICE, "a", new ComponentName("p"), "x", new Value("null"));

        assertThatThrownBy(() -> queued.in(CommandRecord.State.DONE, "x".repeat(CommandRecord.MAX_OUTPUT + 1), ""))
                .hasMessageContaining("output");
    }

    private static List<FieldWrite> report(
            String status, Optional<String> version, Optional<Duration> ttl, Map<String, String> metrics) {
        return ComponentFields.report(new ComponentName("printer").on(DEVICE), status, version, ttl, metrics);
    }

    private static List<ComponentRecord> read(List<FieldWrite> writes) {
        var fields = new TreeMap<RegisterKey, Written>();
        writes.forEach(write -> fields.put(write.key(), new Written((Value) write.content(), HybridTimestamp.of(NOW))));
        return ComponentFields.read(fields);
    }

    private static Written written(String text) {
        return new Written(JsonText.string(text), HybridTimestamp.of(NOW));
    }
}
