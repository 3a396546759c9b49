package dev.till.federation.hub.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

class CredentialsTest {
    @TempDir
    Path directory;

    private Credentials credentials() {
        return new Credentials(directory.resolve("credentials"), () -> {
            throw SdkClientException.create("ContainerCredentialsProvider(): Cannot fetch credentials from container");
        });
    }

    @Test
    void noneAnywhere_saysWhereToPutThem_andNothingOfTheChain() {
        assertThatThrownBy(() -> credentials().resolveCredentials())
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining(directory.resolve("credentials") + " of mode 0600")
                .hasMessageContaining("aws_access_key_id = …")
                .hasMessageContaining("AWS_ACCESS_KEY_ID")
                .hasMessageNotContaining("Provider");
    }

    @Test
    void theFile_comesBeforeTheChain_andIsToBelongToTheOwnerAlone() throws IOException {
        var file = Files.writeString(
                directory.resolve("credentials"), "aws_access_key_id = us\naws_secret_access_key = hush\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> credentials().resolveCredentials()).hasMessageContaining("chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(credentials().resolveCredentials().accessKeyId()).isEqualTo("us");
        Files.writeString(file, "aws_access_key_id = us\n");
        assertThatThrownBy(() -> credentials().resolveCredentials())
                .hasMessageContaining(file + ": no credentials (expected: lines");
    }
}
