package dev.till.node.ssh.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.ssh.Sshd;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshHomeTest {
    @TempDir
    private Path home;

    @Test
    void newKey_isOneThatSshKeygenReads() throws IOException {
        var ssh = SshHome.of(home);

        assertThat(ssh.create("till-m4")).isTrue();

        var line = ssh.publicKey().line("till-m4");
        assertThat(Sshd.run(
                        List.of("ssh-keygen", "-y", "-P", "", "-f", ssh.key().toString())))
                .isEqualTo(line + "\n");
        assertThat(Sshd.run(List.of("ssh-keygen", "-l", "-f", ssh.key() + ".pub")))
                .isEqualTo("256 " + ssh.publicKey().fingerprint() + " till-m4 (ED25519)\n");
    }

    @Test
    void everything_isItsOwnersAlone() throws IOException {
        var ssh = SshHome.of(home);
        ssh.create("till-m4");
        ssh.configure(List.of());

        for (Path file : List.of(ssh.key(), ssh.config(), ssh.knownHosts())) {
            assertThat(mode(file)).as("%s", file).isEqualTo("rw-------");
        }
        for (String directory : List.of("ssh", "ssh/control")) {
            assertThat(mode(home.resolve(directory))).isEqualTo("rwx------");
        }
    }

    @Test
    void keyThatIsThere_isKept_andItsPublicHalfMadeAgain() throws IOException {
        Files.createDirectory(home.resolve("ssh"));
        var ssh = SshHome.of(home);
        Sshd.run(List.of(
                "ssh-keygen",
                "-q",
                "-t",
                "rsa",
                "-b",
                "2048",
                "-N",
                "",
                "-f",
                ssh.key().toString()));
        var before = Files.readString(ssh.key());
        var open = Path.of(ssh.key() + ".pub");
        var shown = Files.readString(open);
        Files.delete(open);

        assertThat(ssh.create("till-m4")).isFalse();

        assertThat(ssh.key()).hasContent(before);
        assertThat(Files.readString(open)).startsWith(shown.substring(0, shown.lastIndexOf(' ')));
    }

    @Test
    void keyOfAnotherFormat_isRefusedWithTheWayOut() throws IOException {
        Files.createDirectory(home.resolve("ssh"));
        var ssh = SshHome.of(home);
        Files.writeString(ssh.key(), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> ssh.create("till-m4"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ssh-keygen -p")
                .hasMessageContaining(ssh.key().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with blank", "per%cent", "it's"})
    void configuration_isWhatSshReads(String directory) throws IOException {
        var odd = Files.createDirectory(home.resolve(directory));
        var ssh = SshHome.of(odd);
        ssh.create("till-m4");

        ssh.configure(List.of(host("M2", "alice", "m2.local", "2222"), host("zone", "bob", "fe80::1%eth0", "22")));

        var m2 = Sshd.run(List.of("ssh", "-G", "-F", ssh.config().toString(), "till-m2"));
        assertThat(m2.lines())
                .contains(
                        "hostname m2.local",
                        "user alice",
                        "port 2222",
                        "identitiesonly yes",
                        "stricthostkeychecking accept-new",
                        "serveralivecountmax 3");
        assertThat(m2).contains("till_federation_ed25519", ssh.knownHosts().toString());
        assertThat(Sshd.run(List.of("ssh", "-G", "-F", ssh.config().toString(), "till-zone"))
                        .lines())
                .contains("hostname fe80::1%eth0");
    }

    @Test
    void whatTheUserWrote_isKeptToTheByte_aboveAndBelow() throws IOException {
        var ssh = SshHome.of(home);
        ssh.create("till-m4");
        ssh.configure(List.of(host("m2", "alice", "m2.local", "22")));
        var above = "# mine\nHost till-m2\n    ForwardAgent yes\n\n";
        var below = "\nHost other\n  User x   ";
        Files.writeString(ssh.config(), above + Files.readString(ssh.config()) + below);

        assertThat(ssh.configure(List.of(host("m2", "alice", "m2.local", "22"))))
                .isFalse();
        assertThat(ssh.configure(List.of(host("m3", "bob", "m3.local", "22")))).isTrue();

        assertThat(Files.readString(ssh.config()))
                .startsWith(above + "# BEGIN till")
                .endsWith("# END till\n" + below)
                .contains("Host till-m3\n")
                .doesNotContain("m2.local");
        assertThat(Sshd.run(List.of("ssh", "-G", "-F", ssh.config().toString(), "till-m2"))
                        .lines())
                .contains("forwardagent yes");
    }

    @Test
    void fileOfSomebodyElse_isAddedTo() throws IOException {
        var ssh = SshHome.of(home);
        ssh.create("till-m4");
        Files.writeString(ssh.config(), "Host mine\n    User me");

        ssh.configure(List.of());
        ssh.configure(List.of(host("m2", "alice", "m2.local", "22")));

        assertThat(Files.readString(ssh.config()))
                .startsWith("Host mine\n    User me\n# BEGIN till")
                .containsOnlyOnce("# BEGIN till");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\nb", "a${HOME}b", "a\\b"})
    void homeThatSshCouldNotBeToldOf_isRefused_andNothingIsMade(String directory) throws IOException {
        var odd = Files.createDirectory(home.resolve(directory));

        assertThatThrownBy(() -> SshHome.of(odd).create("till-m4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("home: ");

        assertThat(odd).isEmptyDirectory();
    }

    @Test
    void recordThatSaysSomethingElse_getsNoBlock() throws IOException {
        var ssh = SshHome.of(home);
        ssh.create("till-m4");

        ssh.configure(List.of(
                host("evil", "x\nProxyCommand touch /tmp/x", "m2.local", "22"),
                host("worse", "x", "m2.local\nProxyCommand id", "22"),
                host("odd", "x", "m2.local", "\"22\\nProxyCommand id\"")));

        assertThat(Files.readString(ssh.config()))
                .doesNotContain("ProxyCommand")
                .contains("Host till-evil");
    }

    private static HostRecord host(String name, String user, String address, String port) {
        var attributes = new TreeMap<String, Value>();
        attributes.put(HostRecord.USER, JsonText.string(user));
        attributes.put(HostRecord.HOST, JsonText.string(address));
        attributes.put(HostRecord.PORT, new Value(port));
        return new HostRecord(new HostName(name), attributes);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
