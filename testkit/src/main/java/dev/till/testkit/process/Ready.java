package dev.till.testkit.process;

import com.fasterxml.jackson.databind.JsonNode;

/** What a node says once it serves. */
public record Ready(String name, String device, String fleet, String address, String home) {

    static Ready of(JsonNode line) {
        return new Ready(
                line.path("name").asText(),
                line.path("device").asText(),
                line.path("fleet").asText(),
                line.path("address").asText(),
                line.path("home").asText());
    }
}
