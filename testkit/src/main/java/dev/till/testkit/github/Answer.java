package dev.till.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What is answered. */
final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }

    static Answer of(int status, JsonNode body) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    Answer with(String name, String value) {
        var all = new TreeMap<>(headers);
        all.put(name, value);
        return new Answer(status, all, body);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
