package dev.till.federation.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.federation.site.SiteStatus.Component;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteStatusTest {
    private static final SiteStatus M4 = new SiteStatus(
            "m4-0123abcd",
            "m4",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            "member",
            Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
            "linux",
            "0.1.0",
            Map.of("printer", new Component("running", "1.4.2")),
            Map.of("components", "1"),
            Map.of("d1", "done"));

    @Test
    void document_isOfBothShapes() {
        assertThat(M4.json())
                .isEqualTo("{\"host\":\"m4\",\"updated\":\"2026-01-02T03:04:05Z\",\"federation\":{\"role\":\"member\","
                        + "\"last_sync\":\"2026-01-01T00:00:00Z\"},\"components\":{\"printer\":{\"status\":\"running\","
                        + "\"version\":\"1.4.2\"}},\"site_id\":\"m4-0123abcd\",\"hostname\":\"m4\",\"platform\":\"linux\","
                        + "\"till_version\":\"0.1.0\",\"installation_count\":1,\"telemetry\":{\"components\":1},"
                        + "\"directives\":{\"d1\":\"done\"}}");
    }

    @Test
    void document_readsAsItWasWritten() {
        var read = SiteStatus.parse(M4.json(), "m4-0123abcd");

        assertThat(read.components()).isEqualTo(M4.components());
        assertThat(read.updated()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(read.role()).isEqualTo("member");
        assertThat(read.directives()).isEqualTo(Map.of("d1", "done"));
    }

    @Test
    void theFlatShapeOfOthers_isRead() {
        var read = SiteStatus.parse(
                "{\"site_id\":\"attic\",\"hostname\":\"pi\",\"platform\":\"linux\",\"till_version\":2,\"cpu_count\":4,"
                        + "\"last_sync\":\"2025-01-10T12:00:00Z\",\"trust_level\":\"named\"}",
                "attic");

        assertThat(read.version()).isEqualTo("2");
        assertThat(read.role()).isEqualTo("named");
        assertThat(read.updated()).isEqualTo(Instant.parse("2025-01-10T12:00:00Z"));
    }

    @Test
    void theNestedShapeOfOthers_isRead() {
        var read = SiteStatus.parse(
                "{\"host\":\"M4\",\"updated\":\"2025-01-10T12:00:00Z\",\"federation\":{\"role\":\"member\"},"
                        + "\"components\":{\"primary.tekton\":{\"status\":\"running\",\"version\":\"0.1.0\"}}}",
                "m4");

        assertThat(read.components()).containsEntry("primary.tekton", new Component("running", "0.1.0"));
    }

    @Test
    void content_tellsApartOnlyWhatMatters() {
        var later = new SiteStatus(
                M4.site(),
                M4.host(),
                Instant.MAX,
                M4.role(),
                Optional.empty(),
                M4.platform(),
                M4.version(),
                M4.components(),
                M4.telemetry(),
                M4.directives());

        assertThat(later.content()).isEqualTo(M4.content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"host\":7}",
                "{\"host\":\"m4\",\"updated\":\"yesterday\"}",
                "{\"host\":\"m4\",\"site_id\":\"somebody-else\"}",
                "{\"host\":\"m4\",\"components\":{\"a\":1}}",
                "{\"host\":\"m4\\u0000\"}"
            })
    void whatIsNoStatus_isRefused(String text) {
        assertThatThrownBy(() -> SiteStatus.parse(text, "m4")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void registration_readsAsItWasWritten_amongOtherWords() {
        var registration = new Registration("m4-0123abcd", "abc123", "https://example.org/abc123");

        assertThat(Registration.parse("Hello!\n" + registration.body() + "\nBye"))
                .isEqualTo(registration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"till_registration\":1}",
                "```json\n{}\n```",
                "```json\n{\"till_registration\":1,\"site_id\":\"a\",\"gist\":\"../x\"}\n```",
                "```json\n{\"till_registration\":1,\"site_id\":\"a b\",\"gist\":\"ff\"}\n```",
                "```json\n{\"till_registration\":2,\"site_id\":\"a\",\"gist\":\"ff\"}\n```"
            })
    void whatIsNoRegistration_isRefused(String body) {
        assertThatThrownBy(() -> Registration.parse(body)).isInstanceOf(IllegalArgumentException.class);
    }
}
