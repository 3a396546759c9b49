package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.WithMemoryNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCommandsTest extends WithMemoryNode {
    private static final String DOCUMENT = """
            {
              "local_hostname": "elsewhere",
              "colour": {"b": 2, "a": 1.0},
              "hosts": {
                "M2": {"user": "bob", "host": "m2.local", "port": 22, "version": 7, "favourite": "tea"},
                "me": {"user": "x", "host": "y", "actual_hostname": "m4-host", "version": 9}
              },
              "groups": {"minis": ["m2"]},
              "updated": "1700000000"
            }
            """;

    private Till till;

    @BeforeEach
    void start() {
        till = new Till(home);
    }

    @Test
    void addedHost_isListedAndShown() {
        assertThat(till.run("host", "add", "M2", "alice@m2.local:2222", "--group", "minis")
                        .err())
                .isEqualTo("added M2\n");

        assertThat(till.run("host", "list").out())
                .isEqualTo("NAME  TARGET               STATUS    GROUPS\nM2    alice@m2.local:2222  untested  minis\n");
        assertThat(till.run("host", "show", "m2", "--json").out())
                .isEqualTo("{\"name\":\"M2\",\"added\":\"2026-01-02T03:04:05Z\",\"host\":\"m2.local\",\"port\":2222,"
                        + "\"state\":\"active\",\"status\":\"untested\",\"user\":\"alice\",\"version\":1,"
                        + "\"groups\":[\"minis\"]}\n");
        assertThat(till.run("get", "hosts/m2", "port").out()).isEqualTo("2222\n");
    }

    @Test
    void hostOfTheSameNameInAnyCase_isAConflict() {
        till.run("host", "add", "M2", "alice@m2.local");

        var again = till.run("host", "add", "m2", "bob@m2.local");

        assertThat(again.status()).isEqualTo(ExitStatus.CONFLICT);
        assertThat(again.err()).isEqualTo("till: host M2 exists; change it with `till host edit`\n");
    }

    @Test
    void editedHost_keepsWhatIsNotNamed() {
        till.run("host", "add", "m2", "alice@m2.local");

        assertThat(till.run("host", "edit", "M2", "--port", "2222").status()).isZero();

        assertThat(till.run("host", "list").out()).contains("alice@m2.local:2222");
        assertThat(till.run("get", "hosts/m2", "version").out()).isEqualTo("2\n");
        assertThat(till.run("host", "edit", "m2", "--port", "2222").err()).isEqualTo("nothing to change\n");
    }

    @Test
    void removedHost_showsOnlyUnderAll_andCanBeAddedAgain() {
        till.run("host", "add", "m2", "alice@m2.local");

        assertThat(till.run("host", "remove", "m2").err()).isEqualTo("removed m2\n");

        assertThat(till.run("host", "list", "--json").out()).isEqualTo("[]\n");
        assertThat(till.run("host", "list", "--all").out()).contains("removed");
        assertThat(till.run("host", "remove", "m2").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(till.run("host", "add", "m2", "bob@m2.local").status()).isZero();
        assertThat(till.run("host", "list").out()).contains("bob@m2.local");
    }

    @Test
    void hostRemovedLongAgo_isForgotten() {
        till.run("host", "add", "m2", "alice@m2.local");
        till.run("host", "remove", "m2");
        till.run("set", "hosts/m2", "removed_date", "2025-12-03T03:04:06Z");
        assertThat(till.run("host", "list", "--all", "--json").out()).contains("m2");

        till.run("set", "hosts/m2", "removed_date", "2025-12-03T03:04:05Z");

        assertThat(till.run("host", "list", "--all", "--json").out()).isEqualTo("[]\n");
        assertThat(till.run("host", "show", "m2").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
    }

    @Test
    void groups_growAndShrink() {
        till.run("host", "add", "m2", "a@b");
        till.run("host", "add", "M3", "a@c");

        assertThat(till.run("host", "group", "add", "Minis", "M2", "m3").status())
                .isZero();
        assertThat(till.run("host", "group", "list").out()).isEqualTo("Minis\tm2 M3\n");
        assertThat(till.run("host", "group", "remove", "minis", "m3").status()).isZero();
        assertThat(till.run("host", "group", "list", "--json").out()).isEqualTo("{\"Minis\":[\"m2\"]}\n");
        assertThat(till.run("host", "list", "--group", "MINIS").out())
                .contains("m2")
                .doesNotContain("M3");
        assertThat(till.run("host", "group", "add", "minis", "m9").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(till.run("host", "list", "--group", "none").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
    }

    @Test
    void mergedDocument_goesFieldByFieldAndSkipsThisMachine() {
        till.run("host", "add", "m2", "alice@old.local");
        till.run("set", "hosts/m2", "note", "kept");

        assertThat(till.runWith(DOCUMENT, "host", "merge", "--dry-run", "--json")
                        .out())
                .startsWith("{\"added\":0,\"updated\":1,\"kept\":0,\"self\":1,\"readded\":0,");
        assertThat(till.run("host", "show", "m2").out()).contains("alice");
        assertThat(till.runWith(DOCUMENT, "host", "merge").out())
                .isEqualTo("merged: 0 added, 1 updated, 0 added again, 0 kept, 1 skipped as this machine\n");

        assertThat(till.run("host", "show", "m2", "--json").out())
                .contains("\"user\":\"bob\"", "\"favourite\":\"tea\"", "\"note\":\"kept\"", "\"groups\":[\"minis\"]");
        assertThat(till.runWith(DOCUMENT, "host", "merge", "--json").out()).contains("\"fields\":0");
    }

    @Test
    void invalidEntry_refusesTheWholeDocument() {
        var refused = till.runWith(DOCUMENT.replace("m2.local", "m2 local"), "host", "merge");

        assertThat(refused.status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(refused.err()).startsWith("till: hosts.M2: host: 'm2 local' (expected: ");
        assertThat(till.run("list").out()).isEmpty();
        assertThat(till.runWith("", "host", "merge").status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(till.runWith(DOCUMENT.substring(0, 90), "host", "merge").status())
                .isEqualTo(ExitStatus.BAD_USAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host add m2 alice          | 2 | till: target: 'alice' (expected: USER@HOST or USER@HOST:PORT)",
                "host add -m2 alice@h       | 2 | till: ",
                "host add m/2 alice@h       | 2 | till: host name: 'm/2' (expected: ",
                "host add m2 -x@h           | 2 | till: ",
                "host add m2 a;b@h          | 2 | till: user: 'a;b' (expected: ",
                "host add m2 a@h_:x         | 2 | till: port: x (expected: 1 to 65535)",
                "host add m2 a@h:0          | 2 | till: port: 0 (expected: 1 to 65535)",
                "host add m2 a@[::1         | 2 | till: host: '[::1' (expected: [ADDRESS] or [ADDRESS]:PORT)",
                "host add m2 a@1.2.3.400    | 2 | till: host: '1.2.3.400' (expected: ",
                "host edit m2               | 2 | till: nothing to change (expected: --user, --host or --port)",
                "host edit m2 --user x      | 3 | till: no such host: m2 (see `till host list`)",
                "host show m2               | 3 | till: no such host: m2 (see `till host list`)",
                "host show ..               | 2 | till: host name: '..' (expected: ",
                "host group remove g m2     | 3 | till: no such group: g (see `till host group list`)",
                "host dance m2              | 2 | till: no such command: 'dance'; see `till host --help`"
            })
    void badInput_changesNothing(String args, int status, String message) {
        var ran = till.run(args.split(" "));

        assertThat(ran.err()).startsWith(message);
        assertThat(ran.status()).isEqualTo(status);
        assertThat(till.run("list").out()).isEmpty();
    }

    @Test
    void bracketedAddress_isReachedAtItsPort() {
        till.run("host", "add", "v6", "a@[2001:db8::1]:2222");
        till.run("host", "add", "v7", "a@2001:db8::1");

        assertThat(till.run("host", "list").out()).contains("a@[2001:db8::1]:2222", "a@[2001:db8::1] ");
    }

    @Test
    void devices_areInvitedListedAndRevoked() {
        assertThat(till.run("device", "invite", "--ttl", "10m").out()).isEqualTo("till1 a secret\n");
        assertThat(till.run("device", "invite", "--json").out())
                .isEqualTo("{\"line\":\"till1 a secret\",\"expires\":\"2026-01-02T04:04:05Z\"}\n");
        assertThat(till.run("device", "list", "--json").out())
                .startsWith("[{\"name\":\"m4\",\"device\":\"")
                .contains("\"admin\":true,\"enrolled\":\"2026-01-02T03:04:05Z\",\"revoked\":false,\"self\":false}]");
        assertThat(till.run("device", "revoke", "nobody").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(till.run("device", "enroll", "old line").status()).isEqualTo(ExitStatus.NOT_PERMITTED);
        assertThat(till.run("device", "enroll", "till1 x", "--name", "pi", "--json")
                        .out())
                .startsWith("{\"name\":\"pi\",\"device\":\"");
        assertThat(till.run("device", "status").out()).startsWith("name     m4\n");
    }
}
