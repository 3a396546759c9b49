package dev.till.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.register.Value;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "9007199254740993",
                "123456789012345678901234567890",
                "1.10",
                "1e400",
                "-1.5E-3",
                "1E+2",
                "true",
                "false",
                "null",
                "\"\"",
                "{}",
                "[]",
                "[[],{}]",
                "\"\\u0041\\/\\u001f\\n\"",
                "\"é😀\u2028\u007f\"",
                "\"\\ud800\"",
                "{\"b\":1,\"a\":[1,2,{\"c\":null}],\"b\":2}",
                "\" spaces  stay \""
            })
    void compactJson_staysVerbatim(String json) {
        assertThat(JsonText.parse(json).json()).isEqualTo(json);
        assertThat(JsonText.isJson(json)).isTrue();
    }

    @Test
    void whiteSpaceOutsideStrings_isRemovedAndNothingElse() {
        var json = "\r\n{ \"a b\" :\t[ 1.0 , \"x \\\" y\\\\\" , { } ] }\n";

        assertThat(JsonText.parse(json).json()).isEqualTo("{\"a b\":[1.0,\"x \\\" y\\\\\",{}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "1 2",
                "1,",
                "01",
                "+1",
                "1.",
                ".5",
                "-",
                "1e",
                "NaN",
                "Infinity",
                "tru",
                "truex",
                "'a'",
                "\"a",
                "\"\t\"",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "[",
                "]",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "[}",
                "[}1]",
                "{]",
                "[1}",
                "//x\n1",
                "1//x",
                "\ufeff1",
                "\u00a01",
                "\"\\u٠٠٤١\"",
                "\"\ud800\"",
                "\"\udc00\ud800\"",
                "\"\\"
            })
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: ");
        assertThatThrownBy(() -> new Value(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mutatedJson_isTakenByValuesJustWhenTheParserTakesIt() {
        var seeds =
                List.of("{\"a\":[1.5e3,true,null,\"x\\u00e9\"],\"b\":{}}", "[[],[-0.1,\"\\\\\"],false]", "\"tex\\t\"");
        var alphabet = "{}[]\",:\\u0123456789eE+-.truefalsn \t/x";
        for (long seed = 0; seed < 10_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }

            var json = text.toString();
            assertThat(isTaken(json)).as("seed %d: %s", seed, json).isEqualTo(Jackson.isJson(json));
        }
    }

    @Test
    void nesting_isTakenToTheLimitAndRefusedBeyond() {
        var deepest = "[".repeat(Value.MAX_DEPTH) + "]".repeat(Value.MAX_DEPTH);

        assertThat(JsonText.parse(deepest).json()).isEqualTo(deepest);
        assertThat(JsonText.parse(" " + deepest).json()).isEqualTo(deepest);
        assertThatThrownBy(() -> JsonText.parse("[" + deepest + "]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.parse(" [" + deepest + "]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.parse("[{\"a\":".repeat(200_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stringContent_mayHaveOneMebibyteWhateverItsEscapes() {
        for (var text : List.of("x".repeat(MIB), "\u001f".repeat(MIB), "é".repeat(MIB / 2), "😀".repeat(MIB / 4))) {
            assertThat(JsonText.content(JsonText.string(text))).contains(text);
            assertThatThrownBy(() -> JsonText.string(text + "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1048577 bytes");
        }
    }

    @Test
    void otherJson_mayHaveOneMebibyteOfText() {
        var number = "1".repeat(MIB);
        var array = "[\"" + "é".repeat((MIB - 4) / 2) + "\"]";

        assertThat(JsonText.parse(number).json()).isEqualTo(number);
        assertThat(JsonText.parse(array).json()).isEqualTo(array);
        assertThat(JsonText.parse("[ " + array.substring(1)).json()).isEqualTo(array);
        assertThatThrownBy(() -> JsonText.parse(number + "1")).hasMessageContaining("1048577 bytes");
        assertThatThrownBy(() -> JsonText.parse("[1," + array.substring(1))).hasMessageContaining("1048578 bytes");
    }

    @Test
    void everyCharacter_survivesQuotingAndBack() {
        var all = new StringBuilder();
        for (int c = 0; c <= 0xFFFF; c++) {
            all.append((char) c).append('-');
        }
        all.append("😀\udc00\ud83d");

        assertThat(JsonText.content(JsonText.string(all.toString()))).contains(all.toString());
        assertThat(JsonText.content(JsonText.parse("5"))).isEmpty();
        assertThat(JsonText.content(JsonText.parse("\"5\""))).contains("5");
    }

    private static boolean isTaken(String json) {
        try {
            JsonText.parse(json);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
