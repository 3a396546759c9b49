package dev.till.protocol.file.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.sync.ConflictPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTextTest {

    @Test
    void everyKey_isRead() {
        var parsed = ProfileText.parse("""
                # what the team shares
                root = /home/alice/truth
                path = data
                path = docs/
                ignore = Name *.tmp
                ignore = Path data/private
                prefer = newer
                perms = false
                times = false
                """, SyncMode.TWO_WAY);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).extracting(ProfileText.Fault::line).containsExactly(2);
        var profile = parsed.profile();
        assertThat(profile.includes()).containsExactly(new FilePath("data"), new FilePath("docs"));
        assertThat(profile.prefer()).isEqualTo(ConflictPolicy.NEWER);
        assertThat(profile.perms() || profile.times()).isFalse();
    }

    @Test
    void hubAndQuestions_areOptedInTo() {
        var parsed = ProfileText.parse("prefer = interactive\nhub = true\n", SyncMode.TWO_WAY);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.profile().prefer()).isEqualTo(ConflictPolicy.INTERACTIVE);
        assertThat(parsed.profile().hub()).isTrue();
        assertThat(Profile.defaults(SyncMode.TWO_WAY).hub()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "data/a.txt, true",
        "data, true",
        "docs/x/y, true",
        "other, false",
        "database/x, false",
        "data/x.tmp, false",
        "data/x.tmp/inside, false",
        "data/private/key, false",
        "data/more/private/key, true",
        "data/agent_state.json, false",
        "data/deep/down/agent_state.json, false",
        "data/agent_state.json.tmp, false",
        "data/.agent_state.json.swp, false",
        "data/agent_state.json~, false",
        "data/agent_state.jsonl, true",
        "data/.git/config, false",
        "data/run.log, false",
        "data/proposals.jsonl, false"
    })
    void rules_sayWhatIsKeptInStep(String path, boolean included) {
        var profile = ProfileText.parse(
                        "path = data\npath = docs\nignore = Name *.tmp\nignore = Path data/private\n", SyncMode.TWO_WAY)
                .profile();

        assertThat(profile.includes(new FilePath(path))).isEqualTo(included);
    }

    @Test
    void logs_areForFoldersOfModeAppend() {
        var profile = Profile.defaults(SyncMode.APPEND);

        assertThat(profile.includes(new FilePath("proposals.jsonl"))).isTrue();
        assertThat(profile.includes(new FilePath("agent_state.json"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ignore = Name *_state.json # never",
                "colour = red",
                "ignore",
                "ignore = *.tmp",
                "ignore = Name",
                "ignore = Name a/b",
                "ignore = Name {a,b",
                "path = ../x",
                "path = /etc",
                "prefer = older",
                "hub = maybe",
                "perms = 644",
                "path ="
            })
    void wrongLines_areErrorsWithTheirNumber(String line) {
        var parsed = ProfileText.parse("# first\n\n" + line + "\npath = data\n", SyncMode.TWO_WAY);

        assertThat(parsed.errors()).extracting(ProfileText.Fault::line).containsExactly(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ignore = Path other/x",
                "ignore = Path /data/x",
                "ignore = Name *.pyc",
                "path = data/.git",
                "path = proposals.jsonl"
            })
    void rulesThatDoNothing_areWarningsWithTheirNumber(String line) {
        var parsed = ProfileText.parse("path = data\n" + line + "\n", SyncMode.TWO_WAY);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).extracting(ProfileText.Fault::line).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignore = Path data/x", "ignore = Path d*/x", "ignore = Path */tmp"})
    void rulesThatMayMatch_areFine(String line) {
        assertThat(ProfileText.parse("path = data\n" + line + "\n", SyncMode.TWO_WAY)
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*.pyc, x.pyc, true",
        "*.pyc, x.py, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "'{a,b}.txt', b.txt, true",
        "'{a,b}.txt', c.txt, false",
        "a.b, axb, false",
        "a+b, a+b, true"
    })
    void globs_matchWholeNames(String glob, String name, boolean matches) {
        assertThat(Glob.of(glob).matches(name)).isEqualTo(matches);
    }
}
