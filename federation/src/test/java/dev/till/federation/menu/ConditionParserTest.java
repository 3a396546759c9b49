package dev.till.federation.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {
    private static final Facts SITE =
            new Facts("1.4.2", "linux", "member", Map.of("printer", "2.0", "primary.tekton", ""));

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            version < 1.5.0                                    ; true
            version < 1.4.2                                    ; false
            version <= 1.4.2                                   ; true
            version > 1.4                                      ; true
            version >= 1.10                                    ; false
            version == 1.4.2.0                                 ; true
            version != v1.4.2                                  ; false
            version > 1.4.2-rc.1                               ; true
            platform == linux                                  ; true
            platform != "linux"                                ; false
            role == member                                     ; true
            role != observer                                   ; true
            has_component("printer")                           ; true
            has_component("primary.tekton")                    ; true
            has_component("scanner")                           ; false
            components >= 2                                    ; true
            components < 2                                     ; false
            installation_count == 2                            ; true
            version < 1.5.0 && platform == linux               ; true
            version < 1.5.0 && platform == darwin              ; false
            version > 2 || platform == linux                   ; true
            version > 2 || platform == darwin                  ; false
            !has_component("scanner")                          ; true
            !!has_component("scanner")                         ; false
            !(version < 1.5.0 && platform == linux)            ; false
            platform == darwin && role == solo || components > 1 ; true
            platform == darwin && (role == solo || components > 1) ; false
            !role == solo && version > 1                       ; true
            """)
    void conditions_holdAsTheyRead(String text, boolean holds) {
        assertThat(ConditionParser.parse(text).holds(SITE)).isEqualTo(holds);
    }

    @Test
    void nothing_isAlways() {
        assertThat(ConditionParser.parse("  ").holds(SITE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "version <",
                "version < x",
                "version = 1",
                "version ~ 1",
                "1.5.0 > version",
                "platform < linux",
                "platform == ",
                "platform == &&",
                "has_component",
                "has_component(",
                "has_component()",
                "has_component(\"a\"",
                "components == many",
                "components == 99999999999",
                "shell(\"rm\")",
                "version < 1 &&",
                "&& version < 1",
                "version < 1 version < 2",
                "(version < 1",
                "version < 1)",
                "!",
                "role == \"mem",
                "role == member; rm",
                "role == `id`",
                "role == $(id)"
            })
    void whatIsNoCondition_isRefused_andSaysWhere(String text) {
        assertThatThrownBy(() -> ConditionParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void depthAndLength_areBounded() {
        var deep = "(".repeat(31) + "components > 0" + ")".repeat(31);
        assertThat(ConditionParser.parse(deep).holds(SITE)).isTrue();

        assertThatThrownBy(() -> ConditionParser.parse("(" + deep + ")")).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> ConditionParser.parse("!".repeat(1001))).hasMessageContaining("characters");
        assertThat(ConditionParser.parse("!".repeat(900) + "components > 0").holds(SITE))
                .isTrue();
    }

    @Test
    void aSiteWithoutAVersion_meetsNoConditionOnIt() {
        var site = new Facts("unknown", "linux", "member", Map.of());

        assertThat(ConditionParser.parse("version != 9").holds(site)).isFalse();
    }
}
