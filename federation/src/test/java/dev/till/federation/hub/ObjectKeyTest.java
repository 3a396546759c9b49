package dev.till.federation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/./b", "a\\b", "a\nb", "a\u001fb"})
    void unsafeKey_isRefused(String unsafe) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectKey(unsafe))
                .withMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "...", ".profile", "a/..b/c", "wal/m2/1.usv", "käse/日本"})
    void plainKey_isKept(String plain) {
        assertThat(new ObjectKey(plain)).hasToString(plain);
    }

    @Test
    void tooManyBytes_areRefusedWithTheirNumber() {
        assertThat(new ObjectKey("ä".repeat(512)).value()).hasSize(512);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectKey("ä".repeat(513)))
                .withMessage("object key: 1026 bytes (expected: at most 1024)");
    }

    @Test
    void order_isByUtf8Bytes() {
        // By UTF-16 units the emoji, a surrogate pair, would come before the full-width letter.
        var fullWidth = new ObjectKey("\uff21");
        var emoji = new ObjectKey("\ud83d\ude00");

        assertThat(List.of(emoji, fullWidth, new ObjectKey("z")).stream().sorted())
                .containsExactly(new ObjectKey("z"), fullWidth, emoji);
    }
}
