package dev.till.federation.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, tokens, names and pauses. */
class ValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.github.com",
                "https://ghe.example.org/api/v3/",
                "http://127.0.0.1:8080",
                "http://localhost:1"
            })
    void addressesOfApis_areTaken(String text) {
        assertThat(ApiAddress.parse(text).toString()).doesNotEndWith("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://api.github.com",
                "ftp://x",
                "https://",
                "https://me:pass@x",
                "https://x/?a=b",
                "a b",
                "http://127.evil.example"
            })
    void otherAddresses_areRefused(String text) {
        assertThatThrownBy(() -> ApiAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: https://");
    }

    @Test
    void aToken_isNotInItsText() {
        assertThat(new Token("ghp_secret")).hasToString("token");
        assertThatThrownBy(() -> new Token("ghp_\nsecret")).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b/c", "a/..", "../b", "a/b?x", "a b/c", "-a/b"})
    void whatIsNoRepository_isRefused(String name) {
        assertThatThrownBy(() -> new RepositoryName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pauses_growToTheMost_andAreNeverLessThanHalf() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(3));

        for (int failures = 1; failures < 100; failures++) {
            long full = Math.min(1000L << Math.min(failures - 1, 20), 60_000);
            assertThat(backoff.after(failures).toMillis()).isBetween(full / 2, full);
        }
    }
}
