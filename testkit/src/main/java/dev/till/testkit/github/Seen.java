package dev.till.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request that was made, and how it was answered.
 *
 * @param path below the base of the API, without the query
 * @param headers of the request, by name in lower case
 * @param status 0 when the answer did not go out whole
 */
public record Seen(
        String method, String path, Map<String, String> headers, JsonNode body, int status, JsonNode answer) {

    /** Method and path, as a test lists them. */
    public String line() {
        return method + " " + path;
    }
}
