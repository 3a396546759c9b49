package dev.till.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TillVersionTest {

    @ParameterizedTest
    @CsvSource({"0.1.0, 0.2.0", "0.9.0, 0.10.0", "0.1.0-SNAPSHOT, 0.1.0", "1, 1.0.1", "1.0-rc.1, 1.0-rc.2"})
    void older_isLess(String older, String newer) {
        assertThat(new TillVersion(older)).isLessThan(new TillVersion(newer));
        assertThat(new TillVersion(newer)).isGreaterThan(new TillVersion(older));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1..2", "1.2.3.4.5", "1.0-", "$(id)", "1.0 ", "9999999999"})
    void whatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> new TillVersion(text)).hasMessageStartingWith("version: '");
    }
}
