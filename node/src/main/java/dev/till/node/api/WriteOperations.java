package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Version;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Requests that write registers.
 *
 * <p>Those that read before they write (conditions, delete, resolve) keep every other local request from writing between
 * the two. What peers write meanwhile is concurrent and merges, as always.
 */
final class WriteOperations {
    private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
    private final Actors actors;
    private final Durability durability;

    WriteOperations(Actors actors) {
        this.actors = actors;
        durability = new Durability(actors);
    }

    Durability durability() {
        return durability;
    }

    /** What a write does inside the gate. */
    interface Step {
        Written.Done run() throws Refusal, IOException;
    }

    /** All assignments or none. */
    String set(Exchange exchange) throws Refusal, IOException {
        var level = Durability.Level.parse(exchange.request().optionalText("wait"));
        var assignments = exchange.request().list("assignments").stream()
                .map(AssignmentJson::parse)
                .toList();
        var conditions =
                exchange.request().list("if").stream().map(Condition::parse).toList();
        if (assignments.isEmpty()) {
            throw new IllegalArgumentException("assignments: [] (expected: at least one)");
        }
        var done = within(conditions.isEmpty() ? gate.readLock() : gate.writeLock(), () -> {
            for (Condition condition : conditions) {
                condition.check(actors);
            }
            return put(assignments);
        });
        return durability.settle(done, level, exchange.timeout());
    }

    /** A field, or all fields of an entity. */
    String delete(Exchange exchange) throws Refusal, IOException {
        var level = Durability.Level.parse(exchange.request().optionalText("wait"));
        var entity = new EntityPath(exchange.request().text("entity"));
        var field = exchange.request().optionalText("field").map(FieldName::new);
        var done = exclusively(() -> {
            var live = new Registers(actors)
                    .live(entity).stream()
                            .map(Entry::key)
                            .filter(key -> field.isEmpty() || field.get().equals(key.field()))
                            .map(key -> Assignment.now(key, Tombstone.DELETED))
                            .toList();
            if (live.isEmpty()) {
                throw new Refusal(
                        Reason.ABSENT,
                        field.map(name -> "no such register: " + entity + " " + name)
                                .orElse("no such entity: " + entity));
            }
            return put(live);
        });
        return durability.settle(done, level, exchange.timeout());
    }

    /** Settles a conflict by picking what one device wrote, or by a new value. */
    String resolve(Exchange exchange) throws Refusal, IOException {
        var request = exchange.request();
        var level = Durability.Level.parse(request.optionalText("wait"));
        var key = RegisterKey.of(request.text("entity"), request.text("field"));
        var done = exclusively(() -> {
            Entry entry = actors.registers(replyTo -> new RegisterCommand.Get(key, replyTo));
            if (!Conflicts.read(actors).holds(entry)) {
                throw new Refusal(Reason.ABSENT, "no conflict at " + key + " (see `till conflicts`)");
            }
            return put(List.of(Assignment.now(key, chosen(request, entry))));
        });
        return durability.settle(done, level, exchange.timeout());
    }

    private Content chosen(JsonMembers request, Entry entry) throws Refusal {
        var pick = request.optionalText("pick");
        if (pick.isEmpty()) {
            return JsonMembers.value(request.raw("value")
                    .orElseThrow(() -> new IllegalArgumentException("pick: nothing (expected: a device, or a value)")));
        }
        var device = new DeviceNames(actors).find(pick.get());
        return entry.register().versions().stream()
                .filter(version -> version.dot().device().isOriginOf(device))
                .reduce((earlier, later) -> later)
                .map(Version::content)
                .orElseThrow(() -> new Refusal(
                        Reason.ABSENT, "device " + pick.get() + " wrote none of the values of " + entry.key()));
    }

    /** Runs a step that reads before it writes, while no other local request writes. */
    Written.Done exclusively(Step step) throws Refusal, IOException {
        return within(gate.writeLock(), step);
    }

    /** Writes all assignments or none. */
    Written.Done put(List<Assignment> assignments) throws Refusal {
        Written written = actors.registers(replyTo -> new RegisterCommand.Put(assignments, replyTo));
        return done(written);
    }

    /** The outcome of a write, or why there is none. */
    static Written.Done done(Written written) throws Refusal {
        if (written instanceof Written.Done done) {
            return done;
        }
        throw new Refusal(Reason.FAILED, ((Written.Failed) written).reason());
    }

    private static Written.Done within(Lock lock, Step step) throws Refusal, IOException {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /** What a write led to, as JSON without its closing bracket. */
    static JsonWriter describe(Written.Done done) {
        var json = new JsonWriter()
                .open('{')
                .number("written", done.records().size())
                .number("skipped", done.skipped());
        if (!done.records().isEmpty()) {
            var last = done.records().get(done.records().size() - 1);
            json.text("timestamp", last.datagram().at().toString())
                    .text("device", last.datagram().dot().device().toString())
                    .number("revision", last.revision());
        }
        return json;
    }
}
