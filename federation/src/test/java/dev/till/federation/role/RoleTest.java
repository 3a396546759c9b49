package dev.till.federation.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SOLO               | READ_MENU | false
            SOLO               | PUBLISH   | false
            OBSERVER           | READ_MENU | true
            OBSERVER           | PUBLISH   | false
            OBSERVER           | RUN_MENU  | false
            OBSERVER_WITH_GIST | PUBLISH   | true
            OBSERVER_WITH_GIST | REGISTER  | true
            OBSERVER_WITH_GIST | RUN_MENU  | false
            OBSERVER_WITH_GIST | COLLECT   | false
            MEMBER             | RUN_MENU  | true
            MEMBER             | COLLECT   | true
            """)
    void table(Role role, Right right, boolean may) {
        assertThat(role.may(right)).isEqualTo(may);
    }

    @ParameterizedTest
    @EnumSource(Right.class)
    void solo_mayNothing_andSaysWhoMay(Right right) {
        assertThatThrownBy(() -> Role.SOLO.require(right))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("solo")
                .hasMessageContaining("member");
    }

    @Test
    void wordsOfOtherInstallations_areUnderstood() {
        assertThat(Role.of("anonymous")).hasValue(Role.OBSERVER);
        assertThat(Role.of("named")).hasValue(Role.OBSERVER_WITH_GIST);
        assertThat(Role.of("trusted")).hasValue(Role.MEMBER);
        assertThat(Role.of("")).isEmpty();
        assertThat(Role.of("root")).isEmpty();
    }
}
