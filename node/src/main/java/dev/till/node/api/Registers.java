package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.RegisterKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks over registers page by page, so that any number of them passes through bounded memory. */
final class Registers {
    private final Actors actors;

    Registers(Actors actors) {
        this.actors = actors;
    }

    /** Told of each register in key order; false ends the walk. */
    interface Visitor {
        boolean visit(Entry entry) throws Refusal, IOException;
    }

    /** All registers within {@code prefix}, tombstones included, till's own only when named. */
    void walk(String prefix, Visitor visitor) throws Refusal, IOException {
        var size = new PageSize();
        Optional<RegisterKey> after = Optional.empty();
        while (true) {
            Page page = actors.page(prefix, after, size.entries());
            for (Entry entry : page.entries()) {
                boolean hidden = Reserved.isHidden(entry.key().entity().value(), prefix);
                if (!hidden && !visitor.visit(entry)) {
                    return;
                }
            }
            if (!page.more() || page.entries().isEmpty()) {
                return;
            }
            size.adapt(page.entries());
            after = Optional.of(page.entries().get(page.entries().size() - 1).key());
        }
    }

    /** The fields of one entity that hold a value. */
    List<Entry> live(EntityPath entity) throws Refusal, IOException {
        var fields = new ArrayList<Entry>();
        walk(entity.value(), entry -> {
            // An entity sorts before all that lie below it, so the first stranger ends it.
            boolean ours = entry.key().entity().equals(entity);
            if (ours && entry.register().value().isPresent()) {
                fields.add(entry);
            }
            return ours;
        });
        return fields;
    }
}
