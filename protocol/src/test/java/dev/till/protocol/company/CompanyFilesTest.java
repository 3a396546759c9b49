package dev.till.protocol.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.till.protocol.id.EntityPath;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompanyFilesTest {

    @Test
    void fields_becomeFrontMatterBodyAndTags() {
        var files = CompanyFiles.of(fields(Map.of(
                "name", "\"Apple Inc\"",
                "employees", "9007199254740993",
                "odd key: x", "{\"a\":[1.50,null]}",
                "description", "\"Makes\\nthings.\"",
                "tags", "[\"b\",\"ü\"]")));

        assertThat(files.index()).isEqualTo("""
                        ---
                        employees: 9007199254740993
                        name: "Apple Inc"
                        "odd key: x": {"a":[1.50,null]}
                        ---

                        Makes
                        things.
                        """);
        assertThat(files.tags()).contains("b\nü\n");
    }

    @Test
    void foreignIndex_isReadThroughYaml() {
        var index = """
                ---
                # written by hand
                name: Apple Inc.
                domain: 'apple.com'
                zip: 01234
                phone: +1 408 996-1010
                employees: 164000
                revenue: 391.035
                public: True
                parent: ~
                none:
                founded: 1976-04-01
                yes: no
                keywords:
                  - phones
                  - "com: puters"
                address: {city: Cupertino, geo: [37.33, -122.01]}
                notes: |
                  two
                  lines
                12: numeric name
                ---

                The description
                has --- in it.
                """;

        assertThat(new CompanyFiles(index, Optional.of("z\n\nb\r\na a\n")).fields())
                .containsOnly(
                        entry("name", new Value("\"Apple Inc.\"")),
                        entry("domain", new Value("\"apple.com\"")),
                        entry("zip", new Value("\"01234\"")),
                        entry("phone", new Value("\"+1 408 996-1010\"")),
                        entry("employees", new Value("164000")),
                        entry("revenue", new Value("391.035")),
                        entry("public", new Value("true")),
                        entry("parent", new Value("null")),
                        entry("none", new Value("null")),
                        entry("founded", new Value("\"1976-04-01\"")),
                        entry("yes", new Value("\"no\"")),
                        entry("keywords", new Value("[\"phones\",\"com: puters\"]")),
                        entry("address", new Value("{\"city\":\"Cupertino\",\"geo\":[37.33,-122.01]}")),
                        entry("notes", new Value("\"two\\nlines\\n\"")),
                        entry("12", new Value("\"numeric name\"")),
                        entry("description", new Value("\"The description\\nhas --- in it.\"")),
                        entry("tags", new Value("[\"a a\",\"b\",\"z\"]")));
    }

    @Test
    void tagsFile_isTheTruthForTags() {
        var index = "---\ntags: [\"x\"]\n---\n";

        assertThat(new CompanyFiles(index, Optional.of("y\n")).fields()).containsEntry("tags", new Value("[\"y\"]"));
        assertThat(new CompanyFiles(index, Optional.of("")).fields()).containsEntry("tags", new Value("[]"));
        assertThat(new CompanyFiles(index, Optional.empty()).fields()).containsEntry("tags", new Value("[\"x\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "\"5\"",
                "null",
                "true",
                "\"\"",
                "[]",
                "{}",
                "\" \"",
                "\"\\n\"",
                "\"a\\n\"",
                "\"\\na\"",
                "\"a\\n\\n\"",
                "\"---\"",
                "\"a\\n---\\nb\"",
                "\"a\\r\\nb\"",
                "\"\\u001e\\u001f\"",
                "\"\\u0041\"",
                "\"\\ud800\"",
                "\"é😀\u2028\u0085\u007f\"",
                "1e400",
                "[\"b\",\"a\"]",
                "[\"a\",\"a\"]",
                "[\"a\",\"b\"]",
                "[1]",
                "[\"\"]",
                "[\"a\\nb\"]",
                "[\"\\u0061\"]",
                "{\"a\":\"# x\"}",
                "\"\ufeff\""
            })
    void everyValueOfEveryField_comesBack(String json) {
        for (var name : List.of("description", "tags", "name", "--- x", "é: \"#\\", "true", "12", "a\u0308")) {
            var fields = fields(Map.of(name, json, "other", "1"));

            assertThat(CompanyFiles.of(fields).fields()).as(name).isEqualTo(fields);
        }
    }

    @Test
    void randomStrings_comeBack() {
        var alphabet = "ab -:#\n\t\"'\\[]{}|>&*!%@`~\r\u0001\u0085é😀";
        for (long seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            var fields = new TreeMap<String, Value>();
            for (var name : List.of("description", "name", "tags")) {
                var text = new StringBuilder();
                random.ints(random.nextInt(8), 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
                fields.put(name, JsonText.string(text.toString()));
            }
            assertThat(CompanyFiles.of(fields).fields()).as("seed %d", seed).isEqualTo(fields);
        }
    }

    @Test
    void noFields_comeBack() {
        assertThat(CompanyFiles.of(new TreeMap<>()).fields()).isEmpty();
    }

    @Test
    void windowsLineEndings_areRead() {
        assertThat(new CompanyFiles("---\r\nname: Apple\r\n---\r\n\r\nText\r\n", Optional.empty()).fields())
                .containsOnly(entry("name", new Value("\"Apple\"")), entry("description", new Value("\"Text\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "---\n",
                "---\na: 1\n",
                "--- \na: 1",
                "---\na: [1\n---\n",
                "---\n- a\n---\n",
                "---\ntext\n---\n",
                "---\na: &x [*x]\n---\n",
                "---\n? [a]\n: 1\n---\n",
                "---\na: 1\na: 2\n---\n",
                "---\n\"\": 1\n---\n",
                "---\na: \"\u0001\"\n---\n"
            })
    void malformedIndex_isRefused(String index) {
        assertThatThrownBy(() -> new CompanyFiles(index, Optional.empty()).fields())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aliasesThatGrowWithoutEnd_areRefused() {
        var yaml = new StringBuilder("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            yaml.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ",").repeat(9));
            yaml.append("*a").append(i - 1).append("]\n");
        }

        assertThatThrownBy(() -> new CompanyFiles(yaml + "---\n", Optional.empty()).fields())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slug_isOneSegmentThatADirectoryCanBeCalled() {
        assertThat(new CompanySlug("apple-inc").entity()).hasToString("companies/apple-inc");
        assertThat(CompanySlug.of(new EntityPath("companies/apple-inc"))).contains(new CompanySlug("apple-inc"));
        assertThat(CompanySlug.of(new EntityPath("companies/a/b"))).isEmpty();
        assertThat(CompanySlug.of(new EntityPath("hosts/a"))).isEmpty();
        assertThat(CompanySlug.of(new EntityPath("companies/" + "a".repeat(256))))
                .isEmpty();
        for (var slug : new String[] {"", "..", ".", "a/b", "a\\b", "a\u0000"}) {
            assertThatThrownBy(() -> new CompanySlug(slug)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static SortedMap<String, Value> fields(Map<String, String> json) {
        var fields = new TreeMap<String, Value>();
        json.forEach((name, text) -> fields.put(name, new Value(text)));
        return fields;
    }
}
