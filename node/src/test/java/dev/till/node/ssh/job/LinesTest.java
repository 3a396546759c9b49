package dev.till.node.ssh.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void pieces_becomeWholeLines() {
        var lines = new Lines();

        assertThat(lines.take(bytes("one\ntw"))).contains(new Lines.Text("one", false));
        assertThat(lines.take(bytes("o"))).isEmpty();
        assertThat(lines.take(bytes("\n\nthree\nfour"))).contains(new Lines.Text("two\n\nthree", false));
        assertThat(lines.end()).contains(new Lines.Text("four", true));
    }

    @Test
    void charactersCutInTwo_comeTogether_howeverTheyAreCut() {
        var text = "grüße, 世界 🦀\nzweite\n";
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var lines = new Lines();
            var told = new ArrayList<String>();
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(5));
                lines.take(ByteBuffer.wrap(bytes, at, end - at)).ifPresent(some -> told.add(some.text()));
                at = end;
            }
            assertThat(String.join("\n", told) + "\n").as("round %d", round).isEqualTo(text);
        }
    }

    @Test
    void bytesThatAreNoText_areReplaced() {
        assertThat(new Lines().take(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, '\n'})))
                .contains(new Lines.Text("a\uFFFD", false));
        var cut = new Lines();
        cut.take(ByteBuffer.wrap(new byte[] {'a', (byte) 0xe4}));
        assertThat(cut.end()).contains(new Lines.Text("a\uFFFD", true));
    }

    @Test
    void lineWithoutEnd_isHandedOnInParts() {
        var lines = new Lines();

        var part = lines.take(bytes("x".repeat(Lines.LONGEST + 1)));

        assertThat(part).contains(new Lines.Text("x".repeat(Lines.LONGEST + 1), true));
        assertThat(lines.end()).isEmpty();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
