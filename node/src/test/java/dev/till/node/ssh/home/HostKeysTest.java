package dev.till.node.ssh.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.ssh.Sshd;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKeysTest {
    private static final HostAddress M2 = new HostAddress("M2.local");
    private static final Port ODD = new Port(2222);
    private static final SshPublicKey FIRST = key((byte) 1);
    private static final SshPublicKey SECOND = key((byte) 2);

    @TempDir
    private Path directory;

    private SshHome home;
    private HostKeys keys;

    @BeforeEach
    void make() throws IOException {
        home = SshHome.of(directory);
        home.create("till-m4");
        keys = new HostKeys(home);
    }

    @Test
    void firstKey_isAcceptedAndPinned() throws IOException {
        assertThat(keys.refusal(M2, ODD, FIRST)).isEmpty();

        assertThat(keys.refusal(M2, ODD, FIRST)).isEmpty();
        assertThat(home.knownHosts()).hasContent("[m2.local]:2222 " + FIRST + "\n");
        assertThat(keys.types(M2, ODD)).containsExactly("ssh-ed25519");
        assertThat(keys.types(M2, Port.SSH)).isEmpty();
    }

    @Test
    void changedKey_isRefusedWithBothFingerprints_andTheCommandThatAcceptsIt() throws IOException {
        keys.refusal(M2, ODD, FIRST);

        var refusal = keys.refusal(M2, ODD, SECOND).orElseThrow();

        assertThat(refusal).contains(FIRST.fingerprint(), SECOND.fingerprint());
        var command = refusal.substring(refusal.indexOf('`') + 1, refusal.lastIndexOf('`'));
        Sshd.run(List.of("sh", "-c", command));
        assertThat(keys.refusal(M2, ODD, SECOND)).isEmpty();
        assertThat(keys.refusal(M2, ODD, FIRST)).isPresent();
    }

    @Test
    void namesThatSshHashed_areRecognised() throws IOException {
        keys.refusal(M2, ODD, FIRST);
        Sshd.run(List.of("ssh-keygen", "-H", "-f", home.knownHosts().toString()));

        assertThat(Files.readString(home.knownHosts())).startsWith("|1|");
        assertThat(keys.refusal(M2, ODD, FIRST)).isEmpty();
        assertThat(keys.refusal(M2, ODD, SECOND)).isPresent();
    }

    @Test
    void fileWithoutAnEndToItsLastLine_isAddedToOnANewOne() throws IOException {
        Files.writeString(home.knownHosts(), "other " + SECOND);

        keys.refusal(M2, ODD, FIRST);

        assertThat(Files.readAllLines(home.knownHosts())).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "m2.local %s                 | trusted",
                "*.local,!m3.local %s        | trusted",
                "*.local,!m2.local %s        | unknown",
                "m?.local comment? %s        | unknown",
                "# m2.local %s               | unknown",
                "@revoked m2.local %s        | refused",
                "@cert-authority *.local %s  | unknown",
                "m2.local ssh-ed25519 !!!    | unknown",
                "[m2.local]:2222 %s          | unknown",
            })
    void line_says(String line, String expected) throws IOException {
        Files.writeString(home.knownHosts(), line.strip().formatted(FIRST) + "\n");
        long before = Files.size(home.knownHosts());

        var refusal = keys.refusal(M2, Port.SSH, FIRST);

        assertThat(refusal.isPresent()).isEqualTo(expected.equals("refused"));
        assertThat(Files.size(home.knownHosts()) > before).isEqualTo(expected.equals("unknown"));
    }

    private static SshPublicKey key(byte fill) {
        var blob = new byte[4 + 11 + 4 + 32];
        blob[3] = 11;
        System.arraycopy("ssh-ed25519".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, blob, 4, 11);
        blob[18] = 32;
        java.util.Arrays.fill(blob, 19, blob.length, fill);
        return SshPublicKey.of(blob);
    }
}
