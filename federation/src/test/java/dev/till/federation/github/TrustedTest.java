package dev.till.federation.github;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedTest {
    @Test
    void aFileWithoutCertificates_isNamed_withTheSettingsThatNameIt(@TempDir Path directory) throws IOException {
        var file = directory.resolve("ours.pem");
        assertThatThrownBy(() -> Trusted.also(file))
                .hasMessageContaining("no such file: " + file)
                .hasMessageContaining("github-ca and hub-ca");

        Files.writeString(file, "");
        assertThatThrownBy(() -> Trusted.also(file)).hasMessageContaining(file + ": empty (expected: certificates");

        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> Trusted.also(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": ")
                .hasMessageContaining("expected: certificates");
    }
}
