package dev.till.protocol.file.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FastCdcTest {
    private static final FastCdc CUTTER = FastCdc.LARGE;

    @Test
    void chunks_keepTheirLimitsAndTheWantedSize() {
        var lengths = lengths(random(16 << 20));

        assertThat(lengths.subList(0, lengths.size() - 1))
                .allSatisfy(length -> assertThat(length).isBetween(CUTTER.least(), CUTTER.most()));
        assertThat(lengths.stream().mapToInt(length -> length).average().orElseThrow())
                .isBetween(CUTTER.wanted() * 0.7, CUTTER.wanted() * 1.6);
    }

    @Test
    void bytesInsertedAtTheFront_leaveAlmostAllChunksAsTheyWere() {
        var content = random(16 << 20);
        var longer = new byte[content.length + 100];
        System.arraycopy(content, 0, longer, 100, content.length);

        var before = new HashSet<>(chunks(content));
        var fresh =
                chunks(longer).stream().filter(chunk -> !before.contains(chunk)).count();

        assertThat(fresh).isLessThanOrEqualTo(3);
    }

    @Test
    void contentWithoutVariety_isCutAtTheMost() {
        assertThat(lengths(new byte[1 << 20])).containsOnly(CUTTER.most());
    }

    private static List<Integer> lengths(byte[] content) {
        var lengths = new ArrayList<Integer>();
        for (int at = 0; at < content.length; ) {
            int length = CUTTER.cut(content, at, content.length - at);
            lengths.add(length);
            at += length;
        }
        return lengths;
    }

    private static List<Integer> chunks(byte[] content) {
        var chunks = new ArrayList<Integer>();
        int at = 0;
        for (int length : lengths(content)) {
            chunks.add(Arrays.hashCode(Arrays.copyOfRange(content, at, at + length)));
            at += length;
        }
        return chunks;
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
