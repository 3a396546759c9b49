package dev.till.node.client;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import java.util.Optional;

/**
 * A write to ask for.
 *
 * @param value what to set; empty deletes the register
 * @param at when it was written, for what is brought in from elsewhere: written only when newer than what is known
 */
public record Change(RegisterKey key, Optional<Value> value, Optional<HybridTimestamp> at) {

    public Change {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(at, "at");
    }

    /** Sets a register. */
    public static Change set(String entity, String field, Value value) {
        return new Change(RegisterKey.of(entity, field), Optional.of(value), Optional.empty());
    }

    /** Deletes a register. */
    public static Change delete(String entity, String field) {
        return new Change(RegisterKey.of(entity, field), Optional.empty(), Optional.empty());
    }

    /** This change as the socket reads it. */
    public String json() {
        var json = new JsonWriter(value.map(v -> v.json().length()).orElse(0) + 128)
                .open('{')
                .text("entity", key.entity().value())
                .text("field", key.field().value());
        if (value.isPresent()) {
            json.raw("value", value.get().json());
        } else {
            json.flag("deleted", true);
        }
        if (at.isPresent()) {
            json.text("at", at.get().toString());
        }
        return json.close('}').toString();
    }
}
