package dev.till.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import dev.till.testkit.process.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * GitHub's own description of its API, from the npm package {@code @octokit/openapi} (MIT), which {@code testkit/peers/openapi}
 * fetches; 13 MB, so it is not part of the source tree.
 */
final class OpenApi {
    private static final String AT = "https://till.invalid/api.github.com.json";
    private static final Path FILE = Path.of("target", "peers", "api.github.com.json");

    /** Reading it takes seconds. */
    private static OpenApi loaded;

    private final JsonNode description;
    private final JsonSchemaFactory schemas;

    private OpenApi(String text) throws IOException {
        description = new ObjectMapper().readTree(text);
        // What frames the schemas is no schema itself.
        var frame = Stream.of(
                        "openapi",
                        "info",
                        "tags",
                        "servers",
                        "paths",
                        "x-webhooks",
                        "components",
                        "x-github-breaking-changes")
                .map(NonValidationKeyword::new)
                .toList();
        var dialect = JsonMetaSchema.builder(OpenApi30.getInstance().getIri(), OpenApi30.getInstance())
                .keywords(frame)
                .build();
        schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V4,
                builder -> builder.metaSchema(dialect)
                        .defaultMetaSchemaIri(dialect.getIri())
                        .schemaLoaders(loaders -> loaders.schemas(iri -> iri.equals(AT) ? text : null)));
    }

    /** Skips the test where the description was not fetched. */
    static synchronized OpenApi load() throws IOException {
        assumeTrue(Files.exists(FILE), FILE + " is missing: run testkit/peers/openapi");
        if (loaded == null) {
            loaded = new OpenApi(Files.readString(FILE));
        }
        return loaded;
    }

    /** Requires an answer to be one that is described for this status. */
    void check(String path, String method, HttpResponse<String> answer) {
        assertThat(faults(path, method, answer.statusCode(), Json.of(answer.body())))
                .as(method + " " + path + " " + answer.statusCode() + " " + answer.body())
                .isEmpty();
    }

    /** What about an answer is not as described. */
    Set<ValidationMessage> faults(String path, String method, int status, JsonNode body) {
        var place = "/paths/" + escaped(path) + "/" + method + "/responses/" + status;
        var answer = description.at(place);
        assertThat(answer.isMissingNode()).as("described: " + place).isFalse();
        if (answer.has("$ref")) {
            place = answer.get("$ref").asText().substring(1);
        }
        return schema(place + "/content/" + escaped("application/json") + "/schema")
                .validate(body);
    }

    private JsonSchema schema(String place) {
        return schemas.getSchema(SchemaLocation.of(AT + "#" + place));
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
