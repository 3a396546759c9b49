package dev.till.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void roundsOfTwoSystems_giveMediansAndARatioARound() {
        var report = new Report("propagation", "nats");
        for (double ours : new double[] {1, 4, 2}) {
            report.add("till", "p50_ms", ours);
            report.add("nats", "p50_ms", 2);
        }
        report.add("till", "rss_mib", 100);
        report.floor("fsync_p50_ms", 0.25);

        assertThat(report.json())
                .isEqualTo("{\"name\":\"propagation\",\"rounds\":3,"
                        + "\"systems\":{\"till\":{\"p50_ms\":{\"median\":2.0,\"rounds\":[1.0,4.0,2.0]},"
                        + "\"rss_mib\":{\"median\":100.0,\"rounds\":[100.0]}},"
                        + "\"nats\":{\"p50_ms\":{\"median\":2.0,\"rounds\":[2.0,2.0,2.0]}}},"
                        + "\"ratios\":{\"p50_ms\":{\"median\":1.0,\"rounds\":[0.5,2.0,1.0]}},"
                        + "\"floor\":{\"fsync_p50_ms\":0.25}}");
    }

    @Test
    void evenNumberOfRounds_medianLiesInTheMiddle() {
        var series = new Series();
        for (double value : new double[] {4, 1, 3, 2}) {
            series.add(value);
        }

        assertThat(series.median()).isEqualTo(2.5);
    }

    @Test
    void stampedValue_tellsWhenItWasSent() {
        assertThat(Stamped.sent(Stamped.at(123_456_789_012L))).isEqualTo(123_456_789_012L);
        assertThat(Stamped.sent("{\"other\":1}")).isEqualTo(-1);
    }
}
