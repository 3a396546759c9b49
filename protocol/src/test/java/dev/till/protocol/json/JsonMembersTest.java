package dev.till.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.register.Value;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {

    @Test
    void members_keepTheTextTheyHad() {
        var members =
                JsonMembers.parse(" { \"n\" : 9007199254740993.10 , \"o\":{\"a\": [1, 2]}, \"s\":\"\\u00e9\\/\" } ");

        assertThat(members.names()).containsExactly("n", "o", "s");
        assertThat(members.raw("n")).contains("9007199254740993.10");
        assertThat(members.raw("o")).contains("{\"a\": [1, 2]}");
        assertThat(members.raw("s")).contains("\"\\u00e9\\/\"");
        assertThat(members.text("s")).isEqualTo("é/");
    }

    @Test
    void absentMembers_readAsNothing() {
        var members = JsonMembers.parse("{\"a\":null}");

        assertThat(members.has("a")).isFalse();
        assertThat(members.optionalText("a")).isEmpty();
        assertThat(members.number("b", 7)).isEqualTo(7);
        assertThat(members.flag("b")).isFalse();
        assertThat(members.list("b")).isEmpty();
        assertThat(members.object("b")).isEmpty();
    }

    @Test
    void memberOfAnotherKind_isNamed() {
        var members = JsonMembers.parse("{\"op\":1,\"n\":\"x\",\"f\":2,\"l\":{},\"o\":[]}");

        assertThatThrownBy(() -> members.text("op")).hasMessage("op: 1 (expected: a string)");
        assertThatThrownBy(() -> members.text("gone")).hasMessage("gone: nothing (expected: a string)");
        assertThatThrownBy(() -> members.number("n", 0)).hasMessage("n: \"x\" (expected: a whole number)");
        assertThatThrownBy(() -> members.flag("f")).hasMessage("f: 2 (expected: true or false)");
        assertThatThrownBy(() -> members.list("l")).hasMessage("l: {} (expected: an array)");
        assertThatThrownBy(() -> members.object("o")).hasMessage("o: [] (expected: an object)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "[1]",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":-}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"",
                "{\"a\":tru}",
                "{\"a\":[1,]}",
                "{\"a\":1e}",
                "{\"a\":\"\\",
                "{\"a\":\"\\u12",
                "null",
                "{\"a\":'x'}"
            })
    void whatIsNoObject_isRefused(String text) {
        assertThatThrownBy(() -> JsonMembers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("JSON: ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void nestingPastTheLimit_isRefused() {
        assertThat(JsonMembers.isJson("[".repeat(500) + "]".repeat(500))).isTrue();
        assertThat(JsonMembers.isJson("[".repeat(501) + "]".repeat(501))).isFalse();
        assertThat(JsonMembers.isJson("[".repeat(1_000_000))).isFalse();
    }

    @Test
    void valuesLoseWhiteSpaceOutsideOfStringsOnly() {
        assertThat(JsonMembers.value(" [ 1 , \"a \\\" b\" ] ")).isEqualTo(new Value("[1,\"a \\\" b\"]"));
        assertThat(JsonMembers.value("1e400")).isEqualTo(new Value("1e400"));
    }

    @Test
    void scannerAndJackson_agreeOnWhatIsJson() {
        var pieces = List.of(
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\u00e9", "1", "-", "0", ".5", "e3", "true", "null", " ",
                "é", "\n");
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(7); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(JsonMembers.isJson(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(Jackson.isJson(text.toString()));
        }
    }

    @Test
    void writer_writesWhatMembersRead() {
        var odd = "\u0000\u001f\"\\/\n\t é \uD83D\uDE00\u2028";
        var json = new JsonWriter()
                .open('{')
                .text("s", odd)
                .number("n", Long.MIN_VALUE)
                .flag("f", true)
                .open("l", '[')
                .text("x")
                .raw("1.0")
                .open('{')
                .close('}')
                .close(']')
                .raw("r", "[]")
                .close('}')
                .toString();

        var members = JsonMembers.parse(json);
        assertThat(members.text("s")).isEqualTo(odd);
        assertThat(members.number("n", 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(members.flag("f")).isTrue();
        assertThat(members.list("l")).containsExactly("\"x\"", "1.0", "{}");
        assertThat(members.raw("r")).contains("[]");
        assertThat(JsonWriter.plain(JsonWriter.quoted(odd))).isEqualTo(odd);
    }
}
