package dev.till.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node that is played is played well enough for today's commands, or they would not be in the archive. */
class ClientRehearsalTest {
    @TempDir
    private Path directory;

    @Test
    void everyCommand_succeeds() throws IOException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, true, UTF_8),
                Map.of(),
                false,
                false,
                false);

        ClientRehearsal.play(directory, terminal);

        assertThat(out.toString(UTF_8)).contains("field\t1\n", "m1: a line\n");
        assertThat(err.toString(UTF_8)).contains("set 1 at revision 1", "2 done, 0 failed");
    }
}
