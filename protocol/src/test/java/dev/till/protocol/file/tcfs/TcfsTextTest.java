package dev.till.protocol.file.tcfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcfsTextTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @Test
    void secondVersion_saysAllOfTheFile() {
        var manifest = TcfsManifest.parse("""
                {
                  "version": 2,
                  "file_hash": "%s",
                  "file_size": 7,
                  "chunks": [
                    "%s",
                    "%s"
                  ],
                  "vclock": {"clocks": {"yoga": 2}},
                  "written_by": "yoga",
                  "written_at": 1767355200,
                  "rel_path": "a/b.txt"
                }
                """.formatted(ONE, ONE, TWO));

        assertThat(manifest.hash()).contains(ONE);
        assertThat(manifest.size()).hasValue(7);
        assertThat(manifest.chunks()).containsExactly(ONE, TWO);
        assertThat(manifest.written()).contains(Instant.ofEpochSecond(1767355200));
    }

    @Test
    void firstVersion_isHashesByLine_blankOnesIgnored() {
        var manifest = TcfsManifest.parse("\n" + ONE + "\n\n" + TWO + "\n");

        assertThat(manifest.chunks()).containsExactly(ONE, TWO);
        assertThat(manifest.hash()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "../../etc/passwd",
                "{\"version\": 2, \"file_hash\": \"1111",
                "  {\"version\":3}",
                "{\"version\":2,\"file_hash\":\"x\",\"file_size\":1,\"chunks\":[]}",
                "{\"version\":2,\"file_size\":1,\"chunks\":[\"../x\"]}"
            })
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> TcfsManifest.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void index_namesTheManifest() {
        assertThat(TcfsIndexEntry.parse("manifest_hash=" + ONE + "\nsize=7\nchunks=2\n"))
                .isEqualTo(new TcfsIndexEntry(ONE, 7, 2));
        assertThatThrownBy(() -> TcfsIndexEntry.parse("manifest_hash=" + ONE + "\nsize=-7\nchunks=2\n"))
                .hasMessageContaining("size");
        assertThatThrownBy(() -> TcfsIndexEntry.parse("size=7\nchunks=2\n")).hasMessageContaining("hash");
    }
}
