package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.exchange.JsonLine;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.usv.UsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Requests that look at registers: one, the fields of an entity, a listing, all of them, their history. */
final class ReadOperations {
    private static final int HISTORY_LIMIT = 1000;

    private final Actors actors;
    private final Registers registers;

    ReadOperations(Actors actors) {
        this.actors = actors;
        registers = new Registers(actors);
    }

    /** One register, by entity and field. */
    String get(Exchange exchange) throws Refusal {
        var key = RegisterKey.of(
                exchange.request().text("entity"), exchange.request().text("field"));
        Entry entry = actors.registers(replyTo -> new RegisterCommand.Get(key, replyTo));
        if (entry.register().value().isEmpty()) {
            throw new Refusal(Reason.ABSENT, "no such register: " + key);
        }
        return entry.register().isConflict() && Conflicts.read(actors).holds(entry)
                ? EntryJson.withVersions(entry)
                : EntryJson.of(entry);
    }

    /** The fields of one entity that hold a value, one item each. */
    String fields(Exchange exchange) throws Refusal, IOException {
        var entity = new EntityPath(exchange.request().text("entity"));
        long[] count = {0};
        registers.walk(entity.value(), entry -> {
            boolean ours = entry.key().entity().equals(entity);
            if (ours && entry.register().value().isPresent()) {
                exchange.item(EntryJson.of(entry));
                count[0]++;
            }
            return ours;
        });
        if (count[0] == 0) {
            throw new Refusal(Reason.ABSENT, "no such entity: " + entity);
        }
        return count(count[0]);
    }

    /** Entities within a prefix that hold a value, each with its number of fields. */
    String list(Exchange exchange) throws Refusal, IOException {
        var listing = new EntityListing(exchange);
        registers.walk(exchange.prefix(), listing);
        listing.finish();
        return count(listing.entities());
    }

    /**
     * All registers within a prefix, tombstones too when {@code deleted} says so. With {@code "as":"usv"} or
     * {@code "jsonl"} each item is a string: a record of a log, or a JSON line, that tells all of it.
     */
    String scan(Exchange exchange) throws Refusal, IOException {
        boolean deleted = exchange.request().flag("deleted");
        var form = exchange.request().optionalText("as").orElse("entry");
        long[] count = {0};
        registers.walk(exchange.prefix(), entry -> {
            if (deleted || entry.register().value().isPresent()) {
                exchange.item(shown(entry, form));
                count[0]++;
            }
            return true;
        });
        return count(count[0]);
    }

    /** What the journal still holds of an entity or a field, oldest first. */
    String history(Exchange exchange) throws Refusal, IOException {
        var entity = new EntityPath(exchange.request().text("entity"));
        Optional<String> field = exchange.request().optionalText("field");
        field.ifPresent(FieldName::new);
        int limit = (int) Math.min(exchange.request().number("limit", HISTORY_LIMIT), Integer.MAX_VALUE);
        RegisterCommand.Records records = actors.registers(
                replyTo -> new RegisterCommand.History(entity.value(), field, Math.max(limit, 1), replyTo));
        for (var record : records.records()) {
            exchange.item(EntryJson.of(record));
        }
        return count(records.records().size());
    }

    /** Registers with concurrent values under policy siblings. */
    String conflicts(Exchange exchange) throws Refusal, IOException {
        var conflicts = Conflicts.read(actors);
        long[] count = {0};
        for (String prefix : conflicts.prefixes()) {
            registers.walk(prefix, entry -> {
                if (conflicts.holds(entry)) {
                    exchange.item(EntryJson.withVersions(entry));
                    count[0]++;
                }
                return true;
            });
        }
        return count(count[0]);
    }

    private static String count(long count) {
        return new JsonWriter().open('{').number("count", count).close('}').toString();
    }

    private static String shown(Entry entry, String form) {
        return switch (form) {
            case "entry" -> EntryJson.of(entry);
            case "usv" -> JsonWriter.quoted(new String(UsvWriter.record(datagram(entry)), StandardCharsets.UTF_8));
            case "jsonl" -> JsonWriter.quoted(JsonLine.of(datagram(entry)).write());
            default -> throw new IllegalArgumentException("as: '" + form + "' (expected: entry, usv or jsonl)");
        };
    }

    private static Datagram datagram(Entry entry) {
        // What this version superseded stays superseded for whoever merges it; its rivals do not.
        return new Datagram(entry.key(), entry.register().winner().orElseThrow());
    }
}
