package dev.till.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostsDocumentTest {
    private static final String SAMPLE = """
            { "local_hostname": "M4",
              "hosts": {
                "M2": { "user": "ann", "host": "m2.local", "port": 2222, "status": "ready", "state": "active",
                        "added": "2025-01-02T03:04:05Z", "last_seen": "2025-01-03T00:00:00Z", "version": 3,
                        "actual_hostname": "M2.local", "color": { "r": 1.0, "name": "\\u00e9" }, "big": 9007199254740993 },
                "old": { "user": "bob", "host": "10.0.0.9", "port": 22, "status": "untested", "state": "removed",
                         "removed_date": "2025-02-01T00:00:00Z" } },
              "groups": { "Pis": [ "m2", "ghost" ], "empty": [] },
              "tekton_path": "/opt/tekton", "installations": [ { "name": "x" } ], "metadata": { "cores": 8 },
              "something new": [ 1.50, null ],
              "updated": "1736510400" }
            """;

    @Test
    void sample_isReadWithAllItHolds() {
        var document = HostsDocument.parse(SAMPLE);
        var m2 = document.host(new HostName("m2")).orElseThrow();

        assertThat(document.localHostname()).contains("M4");
        assertThat(document.updated()).contains(1_736_510_400L);
        assertThat(m2.name()).hasToString("M2");
        assertThat(m2.user()).contains(new UserName("ann"));
        assertThat(m2.address()).contains(new HostAddress("m2.local"));
        assertThat(m2.port()).isEqualTo(new Port(2222));
        assertThat(m2.status()).isEqualTo(HostStatus.TILL_READY);
        assertThat(m2.version()).contains(3L);
        assertThat(m2.isMachine("m2.LOCAL")).isTrue();
        assertThat(m2.isRemoved()).isFalse();
        assertThat(m2.attributes())
                .contains(
                        entry("color", new Value("{\"r\":1.0,\"name\":\"\\u00e9\"}")),
                        entry("big", new Value("9007199254740993")),
                        entry("status", new Value("\"ready\"")));
        assertThat(document.host(new HostName("OLD")).orElseThrow().isRemoved()).isTrue();
        assertThat(document.groupsOf(new HostName("M2"))).containsExactly(new HostName("pis"));
        assertThat(document.groups()).containsKey(new HostName("empty"));
        assertThat(document.other())
                .containsOnlyKeys("tekton_path", "installations", "metadata", "something new")
                .containsEntry("something new", new Value("[1.50,null]"));
    }

    @Test
    void writtenDocument_readsBackEqual() {
        var document = HostsDocument.parse(SAMPLE);
        var written = document.write();

        assertThat(HostsDocument.parse(written)).isEqualTo(document);
        assertThat(HostsDocument.parse(written).write()).isEqualTo(written);
        assertThat(written)
                .startsWith(
                        "{\n  \"local_hostname\": \"M4\",\n  \"hosts\": {\n    \"M2\": {\n      \"user\": \"ann\",\n");
        assertThat(written).contains("\"Pis\": [\"ghost\", \"M2\"]").endsWith("  \"updated\": \"1736510400\"\n}\n");
    }

    @Test
    void registers_holdAllButWhoseMachineItWas() {
        var document = HostsDocument.parse(SAMPLE);
        var fields = HostFields.of(document);

        assertThat(fields)
                .containsEntry(RegisterKey.of("hosts/m2", "port"), new Value("2222"))
                .containsEntry(RegisterKey.of("hosts/m2", "@name"), new Value("\"M2\""))
                .containsEntry(RegisterKey.of("groups/pis", "m2"), new Value("true"))
                .containsEntry(RegisterKey.of("hosts-local", "something new"), new Value("[1.50,null]"));
        assertThat(HostFields.read(fields).as("M4", 1_736_510_400L)).isEqualTo(document);
        assertThat(HostFields.read(fields).as("M4", 1_736_510_400L).write()).isEqualTo(document.write());
    }

    @Test
    void registersThatAreNoHosts_arePassedOver() {
        var fields = new java.util.TreeMap<RegisterKey, Value>();
        fields.put(RegisterKey.of("hosts/M2", "host"), new Value("\"x\""));
        fields.put(RegisterKey.of("hosts/a b", "host"), new Value("\"x\""));
        fields.put(RegisterKey.of("hosts/a/b", "host"), new Value("\"x\""));
        fields.put(RegisterKey.of("hosts", "host"), new Value("\"x\""));
        fields.put(RegisterKey.of("hostsx/a", "host"), new Value("\"x\""));
        assertThat(HostFields.read(fields)).isEqualTo(HostsDocument.EMPTY);

        fields.put(RegisterKey.of("hosts/m2", "@name"), new Value("\"other\""));
        fields.put(RegisterKey.of("hosts/m2", "port"), new Value("\"x\""));
        fields.put(RegisterKey.of("hosts/m2", "host"), new Value("5"));
        fields.put(RegisterKey.of("hosts/m2", "version"), new Value("-5"));
        fields.put(RegisterKey.of("groups/g", "m2"), new Value("false"));
        var host = HostFields.read(fields).host(new HostName("m2")).orElseThrow();

        assertThat(host.name()).hasToString("m2");
        assertThat(host.port()).isEqualTo(Port.SSH);
        assertThat(host.address()).isEmpty();
        assertThat(host.user()).isEmpty();
        assertThat(host.version()).isEmpty();
        assertThat(HostFields.read(fields).groupsOf(host.name())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                             | hosts: missing",
                "[]                                                             | JSON: ",
                "`{\"hosts\": []}`                                              | hosts: JSON: ",
                "`{\"hosts\": {\"a\": 1}}`                                      | hosts.a: JSON: ",
                "`{\"hosts\": {\"a\": {}}}`                                     | hosts.a: host: missing",
                "`{\"hosts\": {\"a\": {\"host\": 5}}}`                          | hosts.a: host: 5",
                "`{\"hosts\": {\"-a\": {\"host\": \"x\"}}}`                     | hosts.-a: host name: '-a'",
                "`{\"hosts\": {\"a\": {\"host\": \"x;y\"}}}`                    | hosts.a: host: 'x;y'",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"user\": \"-l\"}}}`    | hosts.a: user: '-l'",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"port\": 0}}}`         | hosts.a: port: 0",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"port\": \"22\"}}}`    | hosts.a: port: \"22\"",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"version\": -1}}}`     | hosts.a: version: -1",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"version\": 1.5}}}`    | hosts.a: version: 1.5",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"state\": \"gone\"}}}` | hosts.a: state: 'gone'",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"status\": 1}}}`       | hosts.a: status: 1",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"@name\": 1}}}`        | hosts.a: @name: taken",
                "`{\"hosts\": {\"a\": {\"host\": \"x\", \"\": 1}}}`             | hosts.a: field: ''",
                "`{\"hosts\": {\"a\": {\"host\": \"x\"}, \"A\": {\"host\": \"y\"}}}` | hosts.A: twice",
                "`{\"hosts\": {}, \"groups\": {\"g\": [1]}}`                    | groups.g: member: 1",
                "`{\"hosts\": {}, \"groups\": {\"g\": \"x\"}}`                  | groups.g: JSON: ",
                "`{\"hosts\": {}, \"groups\": {\"g/h\": []}}`                   | groups.g/h: host name: ",
                "`{\"hosts\": {}, \"local_hostname\": 1}`                       | local_hostname: 1",
            })
    void invalidEntry_refusesTheWholeByName(String json, String message) {
        assertThatThrownBy(() -> HostsDocument.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void truncatedAnywhere_isRefused() {
        var json = SAMPLE.strip();
        for (int length = 0; length < json.length(); length++) {
            var part = json.substring(0, length);
            assertThatThrownBy(() -> HostsDocument.parse(part)).as(part).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
