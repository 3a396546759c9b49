package dev.till.federation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class RecoveryKeyTest {
    private final RecoveryKey key = RecoveryKey.generate(new SecureRandom());

    @Test
    void text_howeverItWasCopied_isTheKey() {
        var text = key.text();

        assertThat(text).matches("([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(RecoveryKey.parse(text)).isEqualTo(key);
        var careless = text.toLowerCase(Locale.ROOT).replace("-", " ").replace('0', 'o') + "\n";
        assertThat(RecoveryKey.parse(careless)).isEqualTo(key);
    }

    @Test
    void aLetterMistyped_isFoundOut() {
        var text = key.text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '-') {
                var mistyped = new StringBuilder(text);
                mistyped.setCharAt(i, text.charAt(i) == 'A' ? 'B' : 'A');
                assertThatThrownBy(() -> RecoveryKey.parse(mistyped.toString()))
                        .as(mistyped.toString())
                        .hasMessageContaining("mistyped");
            }
        }
    }

    @Test
    void whatIsNoKey_isRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> RecoveryKey.parse("AAAA"))
                .hasMessageContaining("expected: 56")
                .hasMessageNotContaining("AAAA");
        assertThatThrownBy(() -> RecoveryKey.parse("U".repeat(56))).hasMessageContaining("place 1");
    }

    @Test
    void fingerprint_tellsKeysApart_andIsNoPartOfThem() {
        assertThat(key.fingerprint())
                .isNotEqualTo(RecoveryKey.generate(new SecureRandom()).fingerprint());
        assertThat(key.toString()).doesNotContain(key.text());
    }
}
