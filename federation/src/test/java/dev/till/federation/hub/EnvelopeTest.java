package dev.till.federation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvelopeTest {
    private static final ObjectKey NAME = new ObjectKey("hub/checkpoint");
    private static final RecoveryKey KEY = RecoveryKey.generate(new SecureRandom());
    private static final int FRAME = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void sealed_opensToTheContent_andTellsNothingOfIt() throws DamagedException {
        var content = "a secret, a secret, a secret".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var envelope = Envelope.sealed(KEY);

        var object = envelope.close(NAME, content);

        assertThat(envelope.open(NAME, object)).isEqualTo(content);
        assertThat(new String(object, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
        assertThat(envelope.close(NAME, content)).as("the same again").isEqualTo(object);
    }

    @Test
    void anyByteFlipped_isFoundOut() {
        for (Envelope envelope : new Envelope[] {Envelope.sealed(KEY), Envelope.plain()}) {
            var object = envelope.close(NAME, new byte[] {1, 2, 3});
            for (int i = 0; i < object.length; i++) {
                var flipped = object.clone();
                flipped[i] ^= 1;
                assertThatThrownBy(() -> envelope.open(NAME, flipped))
                        .as("byte %d", i)
                        .isInstanceOf(DamagedException.class)
                        .hasMessageContaining("hub/checkpoint");
            }
        }
    }

    @Test
    void cutAnywhere_isFoundOut() {
        var envelope = Envelope.sealed(KEY);
        var object = envelope.close(NAME, new byte[2 * FRAME]);
        for (int length : new int[] {0, 8, 9, 41, 42, 41 + FRAME + 16, object.length - 1}) {
            assertThatThrownBy(() -> envelope.open(NAME, Arrays.copyOf(object, length)))
                    .as("cut to %d", length)
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void anotherName_orAnotherKey_doesNotOpenIt() {
        var object = Envelope.sealed(KEY).close(NAME, new byte[] {1});

        assertThatThrownBy(() -> Envelope.sealed(KEY).open(new ObjectKey("hub/lock"), object))
                .isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> Envelope.sealed(RecoveryKey.generate(new SecureRandom()))
                        .open(NAME, object))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("another key");
    }

    @Test
    void files_ofAnyLength_comeBack() throws IOException, DamagedException {
        for (int length : new int[] {0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME}) {
            for (Envelope envelope : new Envelope[] {Envelope.sealed(KEY), Envelope.plain()}) {
                var content = new byte[length];
                new Random(length).nextBytes(content);
                var file = Files.write(directory.resolve("content"), content);

                var object = envelope.close(NAME, file, directory.resolve("object"));
                var opened = envelope.open(NAME, object, directory.resolve("opened"), Envelope.sum(file));

                assertThat(opened).hasBinaryContent(content);
            }
        }
    }

    @Test
    void fileThatIsNotTheOneNamed_isFoundOut() throws IOException {
        var file = Files.write(directory.resolve("content"), new byte[] {1});
        var other = Envelope.sum(Files.write(directory.resolve("other"), new byte[] {2}));
        for (Envelope envelope : new Envelope[] {Envelope.sealed(KEY), Envelope.plain()}) {
            var object = envelope.close(NAME, file, directory.resolve("object"));
            assertThatThrownBy(() -> envelope.open(NAME, object, directory.resolve("opened"), other))
                    .isInstanceOf(DamagedException.class);
        }
    }
}
