package dev.till.federation.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.federation.menu.Menu.DirectiveType;
import dev.till.federation.menu.MenuPlan.Site;
import dev.till.federation.menu.MenuPlan.Step;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MenuTest {
    private static final String BOTH = """
            {"version": 7, "date": "2026-01-02", "containers": {
                "reader": {"repo": "ada/reader", "version": "v1.2", "description": "Reads.",
                           "availability": {"anonymous": "optional", "named": "optional", "trusted": "standard"}},
                "extra": {"repo": "https://example.org/extra.git", "version": "main", "availability": {"trusted": "optional"}}},
             "directives": [
                {"id": "d1", "type": "update", "target": "printer", "condition": "version < 2", "action": "update"},
                {"id": "d2", "type": "script", "action": "echo hi", "priority": "critical", "report_back": true},
                {"id": "d3", "type": "teleport", "target": "printer", "action": "go"},
                {"id": "d4", "type": "patch", "target": "printer", "condition": "moon == full", "action": "p"},
                {"id": "d5", "type": "patch", "target": "printer", "condition": "platform == darwin", "action": "p"}],
             "announcements": ["Hello"], "later": {"unknown": true}}
            """;

    @Test
    void bothForms_areRead() {
        var menu = MenuReader.read(BOTH);

        assertThat(menu.version()).isEqualTo("7");
        assertThat(menu.date()).hasToString("2026-01-02T00:00:00Z");
        assertThat(menu.containers()).extracting(Menu.Container::name).containsExactly("reader", "extra");
        assertThat(menu.directives()).hasSize(5);
        assertThat(menu.announcements()).containsExactly("Hello");
    }

    @Test
    void theMoreUrgent_comesFirst_andWhatIsNotKnownIsNeverFollowed() {
        var steps = MenuPlan.of(MenuReader.read(BOTH), site(Map.of(), Set.of(), EnumSet.allOf(DirectiveType.class)));

        assertThat(steps)
                .extracting(MenuTest::shown)
                .containsExactly(
                        "install reader",
                        "skip extra: not standard for trusted",
                        "follow d2",
                        "follow d1",
                        "skip d3: type: 'teleport' (expected: update, patch, telemetry or script)",
                        "skip d4: condition: 'moon' as word 1 (expected: version, platform, role, components or has_component)",
                        "skip d5: its condition does not hold");
    }

    @Test
    void aScript_isFollowedOnlyWhereTheOwnerAllowsIt() {
        var steps = MenuPlan.of(MenuReader.read(BOTH), site(Map.of(), Set.of(), EnumSet.of(DirectiveType.UPDATE)));

        assertThat(steps)
                .extracting(MenuTest::shown)
                .contains("follow d1")
                .anyMatch(step -> step.startsWith("skip d2: the owner of this machine does not allow"));
    }

    @Test
    void whatWasBegunBefore_isNotBegunAgain_andWhatIsHereStays() {
        var site = site(Map.of("reader", "v1.2"), Set.of("d1", "d2"), EnumSet.allOf(DirectiveType.class));

        assertThat(MenuPlan.of(MenuReader.read(BOTH), site))
                .extracting(MenuTest::shown)
                .contains(
                        "skip reader: is here at v1.2", "skip d1: was followed before", "skip d2: was followed before");
    }

    @Test
    void anotherVersion_isAnUpdate() {
        var steps = MenuPlan.of(MenuReader.read(BOTH), site(Map.of("reader", "v1.1"), Set.of(), Set.of()));

        assertThat(steps).extracting(MenuTest::shown).contains("update reader");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"date\":\"someday\"}",
                "{\"date\":\"2026-01-02\",\"containers\":[]}",
                "{\"date\":\"2026-01-02\",\"containers\":{\"../x\":{\"repo\":\"a/b\",\"version\":\"1\"}}}",
                "{\"date\":\"2026-01-02\",\"containers\":{\"x\":{\"repo\":\"file:///etc\",\"version\":\"1\"}}}",
                "{\"date\":\"2026-01-02\",\"containers\":{\"x\":{\"repo\":\"--upload-pack=x\",\"version\":\"1\"}}}",
                "{\"date\":\"2026-01-02\",\"containers\":{\"x\":{\"repo\":\"a/b\",\"version\":\"--help\"}}}",
                "{\"date\":\"2026-01-02\",\"containers\":{\"x\":{\"repo\":\"a/b\",\"version\":\"1\",\"availability\":{\"named\":\"must\"}}}}",
                "{\"date\":\"2026-01-02\",\"directives\":[{\"id\":\"a\",\"type\":\"update\"}]}",
                "{\"date\":\"2026-01-02\",\"directives\":[{\"id\":\"a b\",\"type\":\"update\",\"action\":\"x\"}]}",
                "{\"date\":\"2026-01-02\",\"directives\":[{\"id\":\"a\",\"type\":\"update\",\"action\":\"x\",\"priority\":\"soon\"}]}",
                "{\"date\":\"2026-01-02\",\"directives\":[{\"id\":\"a\",\"type\":\"update\",\"action\":\"x\"},{\"id\":\"a\",\"type\":\"patch\",\"action\":\"y\"}]}",
                "{\"date\":\"2026-01-02\",\"announcements\":[\"\\u001b[2J\"]}"
            })
    void whatIsNoMenu_isRefused(String text) {
        assertThatThrownBy(() -> MenuReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMenuThatIsTooLargeOrTooDeep_isRefused() {
        assertThatThrownBy(() -> MenuReader.read(" ".repeat(10 << 20))).hasMessageContaining("at most");
        var deep = "{\"date\":\"2026-01-02\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> MenuReader.read(deep)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSignature_isOfOneText_byOneKey() {
        var mine = HubKey.generate();
        var other = HubKey.generate();
        var signature = HubKey.sign(mine.privateLine(), BOTH);

        assertThat(HubKey.isSigned(mine.publicLine(), BOTH, signature + "\n")).isTrue();
        assertThat(HubKey.isSigned(mine.publicLine(), BOTH + " ", signature)).isFalse();
        assertThat(HubKey.isSigned(other.publicLine(), BOTH, signature)).isFalse();
        assertThat(HubKey.isSigned(mine.publicLine(), BOTH, "")).isFalse();
        assertThat(HubKey.isSigned(mine.publicLine(), BOTH, "not base64!")).isFalse();
        assertThat(HubKey.isSigned("nonsense", BOTH, signature)).isFalse();
        assertThat(mine).hasToString(mine.publicLine());
        assertThatThrownBy(() -> HubKey.sign(mine.publicLine(), BOTH)).hasMessageContaining("till-hub-secret-key");
        assertThatThrownBy(() -> HubKey.requirePublic("x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Site site(Map<String, String> installed, Set<String> settled, Set<DirectiveType> allowed) {
        return new Site(
                new Facts("1.4.2", "linux", "member", Map.of("printer", "1")), "trusted", installed, settled, allowed);
    }

    private static String shown(Step step) {
        if (step instanceof Step.Have have) {
            return (have.update() ? "update " : "install ") + have.container().name();
        }
        if (step instanceof Step.Follow follow) {
            return "follow " + follow.directive().id();
        }
        var skip = (Step.Skip) step;
        return "skip " + skip.what() + ": " + skip.why();
    }
}
