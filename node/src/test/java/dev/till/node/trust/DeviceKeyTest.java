package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKeyTest {

    @TempDir
    Path home;

    @Test
    void firstUse_makesAKeyThatOnlyItsOwnerReads() throws IOException {
        var key = DeviceKey.ofHome(home);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(home.toFile().list()).containsExactly("device.key");
        assertThat(DeviceKey.ofHome(home).id()).isEqualTo(key.id());
    }

    @Test
    void newHome_isEnteredByItsOwnerAlone() throws IOException {
        DeviceKey.ofHome(home.resolve("a").resolve("b"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("a/b"))))
                .isEqualTo("rwx------");
    }

    @Test
    void keyOpenToOthers_isRefused() throws IOException {
        DeviceKey.ofHome(home);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> DeviceKey.ofHome(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mode rw-r-----")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void damagedKey_isRefusedWithoutShowingIt() throws IOException {
        DeviceKey.ofHome(home);
        var text = Files.readString(file());
        for (String damaged : new String[] {"", text.substring(0, 60), text.replace("MC", "XX")}) {
            Files.write(file(), damaged.getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> DeviceKey.ofHome(home))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a device key")
                    .hasNoCause();
        }
    }

    @Test
    void sameSeed_isTheSameKey() {
        var seed = Seed.of(new byte[Seed.BYTES]);

        var key = DeviceKey.ofSeed(seed);

        assertThat(key.publicKey()).isEqualTo(DeviceKey.ofSeed(seed).publicKey());
        assertThat(key.certificate()).isEqualTo(DeviceKey.ofSeed(seed).certificate());
        assertThat(DevicePublicKey.of(key.certificate().getPublicKey())).isEqualTo(key.publicKey());
        var message = new byte[] {1, 2, 3};
        assertThat(key.publicKey().verifies(message, key.signing().sign(message)))
                .isTrue();
        assertThat(key.toString()).contains("secret hidden");
    }

    private Path file() {
        return home.resolve("device.key");
    }
}
