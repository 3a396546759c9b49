package dev.till.protocol.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.till.protocol.trust.InvalidInviteException.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteTest {
    private final Invite invite = new Invite(
            Keys.fleet().fleet(),
            List.of("192.168.1.7:7271", "[fe80::1%eth0]:7271", "pi-attic.local:7271"),
            Fingerprint.of(Keys.key(1).publicKey()),
            Seed.of(new byte[32]),
            Instant.parse("2026-01-02T13:00:00Z"));

    @Test
    void line_isReadBack() throws Exception {
        assertThat(Invite.parse(invite.line())).isEqualTo(invite);
    }

    @Test
    void lineWrappedByATerminal_isReadBack() throws Exception {
        var line = invite.line();

        assertThat(Invite.parse("  " + line.substring(0, 80) + "\n  " + line.substring(80) + "\r\n"))
                .isEqualTo(invite);
    }

    @Test
    void lineCutAnywhere_isToldTruncated() {
        var line = invite.line();

        for (int length = 1; length < line.length(); length++) {
            assertThat(reason(line.substring(0, length))).as("first %d", length).isEqualTo(Reason.TRUNCATED);
        }
    }

    @Test
    void anyCharacterChanged_isRefused() {
        var line = invite.line();

        for (int i = 6; i < line.length(); i++) {
            char other = line.charAt(i) == 'A' ? 'B' : 'A';
            var changed = line.substring(0, i) + other + line.substring(i + 1);
            // The first characters carry the length: changed, they may promise more than there is.
            assertThat(reason(changed))
                    .as("character %d", i)
                    .isIn(i < 9 ? List.of(Reason.values()) : List.of(Reason.ALTERED));
        }
        assertThat(reason(line + "AAAA")).isEqualTo(Reason.ALTERED);
        assertThat(reason(line.replace(line.charAt(40), '!'))).isEqualTo(Reason.ALTERED);
    }

    @Test
    void lineOfANewerTill_isToldApart() {
        assertThat(reason("till2:" + invite.line().substring(6))).isEqualTo(Reason.NEWER);
    }

    @Test
    void anythingElse_isNoInvite() {
        for (String text : List.of("", " ", "hello", "till:x", "tillx1:", "ssh-ed25519 AAAA", "x".repeat(1 << 20))) {
            assertThat(reason(text)).isEqualTo(Reason.NOT_AN_INVITE);
        }
    }

    @Test
    void text_hidesTheSecret() {
        assertThat(invite.toString()).doesNotContain("seed").doesNotContain("Seed");
        assertThat(invite.seed()).hasToString("Seed[hidden]");
        assertThat(Keys.key(1).toString()).contains("secret hidden");
    }

    @Test
    void address_isCheckedBeforeItIsDialled() {
        for (String address : List.of("host", "host:0", "host:70000", "a b:1", ":1", "host:1/x", "[::1:1")) {
            assertThatThrownBy(() -> new Invite(
                            invite.fleet(), List.of(address), invite.fingerprint(), invite.seed(), invite.expiry()))
                    .hasMessageContaining("expected: HOST:PORT");
        }
    }

    private static Reason reason(String line) {
        return catchThrowableOfType(InvalidInviteException.class, () -> Invite.parse(line))
                .reason();
    }
}
