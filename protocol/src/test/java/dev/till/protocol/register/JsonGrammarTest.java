package dev.till.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is measured is what UTF-8 makes of it, wherever in a text the characters beyond ASCII are. */
class JsonGrammarTest {
    private static final String[] PIECES = {
        "a", " ", "~", "\u007f", "\"", "\\", "\n", "\u0001", "é", "߿", "ࠀ", "\uffff", "😀"
    };

    @Test
    void aString_isMeasuredByWhatItMeans_anythingElseByItsText() {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            var json = JsonText.string(text.toString()).json();

            assertThat(JsonGrammar.measure(json)).as(json).isEqualTo(utf8Length(text.toString()));
            var nested = "{" + json + ":[" + json + ",-1.5e3,{}]}";
            assertThat(JsonGrammar.measure(nested)).as(nested).isEqualTo(utf8Length(nested));
        }
    }

    @Test
    void escapes_countAsWhatTheyMean() {
        assertThat(JsonGrammar.measure("\"\\u0041\\u00e9\\ud83d\\ude00\\n\\/\""))
                .isEqualTo(utf8Length("Aé😀\n/"));
    }

    @Test
    void whatIsNoValue_isNamedWithItsPlace() {
        refused("\"ab", "value: the end at 3");
        refused("\"a\u001fb\"", "value: \\u001f at 2 (expected: control characters as escapes)");
        refused("\"aé\ud83d\"", "value: \\ud83d at 3 (expected: surrogates in pairs)");
        refused("\"\\u00g0\"", "value: 'g' at 5 (expected: a hexadecimal digit)");
        refused("{\"a\":1} ", "value: \\u0020 at 7 (expected: the end)");
        refused("[1,]", "value: ']' at 3 (expected: a JSON value)");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> JsonGrammar.measure(json))
                .as(json)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
