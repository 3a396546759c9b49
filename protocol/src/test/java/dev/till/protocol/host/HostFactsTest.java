package dev.till.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.register.FieldWrite;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFactsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void answer_isRead() {
        var facts = HostFacts.parse("""
                Welcome, this is not an answer
                hostname=m2.local
                system=Linux aarch64
                till=till 0.1.0
                java=openjdk version "17.0.15" 2025-04-15 OpenJDK Runtime
                free=/dev/root 30000 10000 20000 34% /home and more
                """);

        assertThat(facts.hostname()).contains("m2.local");
        assertThat(facts.system()).contains("Linux aarch64");
        assertThat(facts.till()).contains("0.1.0");
        assertThat(facts.javaFeature()).isEqualTo(17);
        assertThat(facts.freeKib()).hasValue(20_000);
    }

    @Test
    void whatIsNoAnswer_isAbsent() {
        var facts = HostFacts.parse("hostname=$(id)\ntill=rm -rf /\njava=none\nfree=x\nsystem=\u001b[2J\n");

        assertThat(facts).isEqualTo(HostFacts.NONE);
    }

    @Test
    void ofSeveralJavas_theNewestCounts() {
        var facts = HostFacts.parse("java=openjdk version \"11.0.2\" x\njava=\"1.8.0_392\"\njava=\"21.0.1\"\njava=\n");

        assertThat(facts.java()).contains("21.0.1");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_392, 8", "17.0.15, 17", "25, 25", "21-ea, 21"})
    void feature_isTheFirstNumberThatCounts(String version, long feature) {
        assertThat(HostFacts.parse("java=java version \"" + version + "\" x").javaFeature())
                .isEqualTo(feature);
    }

    @Test
    void hostThatHasTill_isReady_andTheSameSaidAgainIsNoNews() {
        var before = new HostRecord(new HostName("m2"), new TreeMap<>());
        var facts = HostFacts.parse("hostname=m2\ntill=0.1.0\n");

        var after = new TreeMap<>(before.attributes());
        for (FieldWrite write : HostChange.told(before, facts, NOW)) {
            after.put(write.key().field().value(), (dev.till.protocol.register.Value) write.content());
        }
        var record = new HostRecord(before.name(), after);

        assertThat(record.status()).isEqualTo(HostStatus.TILL_READY);
        assertThat(record.text(HostRecord.STATUS_AT)).contains("2026-01-02T03:04:05Z");
        assertThat(record.version()).contains(1L);
        assertThat(HostChange.told(record, facts, NOW.plusSeconds(60))).isEmpty();
        assertThat(HostChange.seen(record, record.status(), NOW.plusSeconds(3601)))
                .hasSize(1);
    }
}
