package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;

/** Turns registers in key order into one item an entity. */
final class EntityListing implements Registers.Visitor {
    private final Exchange exchange;
    private String entity = "";
    private long fields;
    private long entities;

    EntityListing(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public boolean visit(Entry entry) throws IOException {
        if (entry.register().value().isPresent()) {
            var next = entry.key().entity().value();
            if (!next.equals(entity)) {
                finish();
                entity = next;
            }
            fields++;
        }
        return true;
    }

    /** Tells of the last entity. */
    void finish() throws IOException {
        if (fields > 0) {
            exchange.item(new JsonWriter()
                    .open('{')
                    .text("entity", entity)
                    .number("fields", fields)
                    .close('}')
                    .toString());
            entities++;
        }
        fields = 0;
    }

    long entities() {
        return entities;
    }
}
