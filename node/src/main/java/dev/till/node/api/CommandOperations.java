package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.component.CommandRecord.State;
import dev.till.protocol.component.ComponentName;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Requests about commands to components, which are registers below {@code commands/}. */
final class CommandOperations {
    private final Actors actors;
    private final WriteOperations writes;
    /** The time in the id of the last command, so that those of one moment keep their order too. */
    private final AtomicLong last = new AtomicLong();

    CommandOperations(Actors actors, WriteOperations writes) {
        this.actors = actors;
        this.writes = writes;
    }

    /** Asks a component, of this device or another, to do something. */
    String send(Exchange exchange) throws Refusal {
        var request = exchange.request();
        var names = new DeviceNames(actors);
        var device = ComponentOperations.device(exchange, names, self());
        long now = actors.parts().clock().instant().toEpochMilli();
        // The time first, so that commands order by when they were asked; then what makes those of two nodes differ.
        var id = last.accumulateAndGet(now, (before, time) -> Math.max(before + 1, time)) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        var command = CommandRecord.queued(
                device,
                id,
                new ComponentName(request.text("component")),
                request.text("action"),
                JsonText.parse(request.raw("arguments").orElse("null")));
        put(command.fields());
        return command.json(names.name(device));
    }

    /** Takes the oldest command that waits for a component of this device. Two callers never get the same one. */
    String next(Exchange exchange) throws Refusal, IOException {
        var component = new ComponentName(exchange.request().text("component"));
        var taken = new CommandRecord[1];
        writes.exclusively(() -> {
            taken[0] = read(CommandRecord.COMMANDS + self()).stream()
                    .filter(command -> command.state() == State.QUEUED
                            && command.component().equals(component))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(Reason.ABSENT, "no command waits for " + component))
                    .in(State.TAKEN, "", "");
            return put(taken[0].progress());
        });
        return taken[0].json(actors.parts().self().get().name().value());
    }

    /** Says what came of a command of this device that was taken. */
    String settle(Exchange exchange) throws Refusal, IOException {
        var request = exchange.request();
        var id = request.text("command");
        var why = request.optionalText("why").orElse("");
        var output = request.optionalText("output").orElse("");
        var state = request.flag("failed") ? State.FAILED : State.DONE;
        var done = writes.exclusively(() -> {
            var command = read(CommandRecord.entity(self(), id).value()).stream()
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            Reason.ABSENT, "no such command: " + id + " (see `till component-command list`)"));
            if (command.state() == State.QUEUED) {
                throw new Refusal(
                        Reason.CONFLICT,
                        id + " was not taken yet; take it with `till component-command next " + command.component()
                                + "`");
            }
            if (command.state() != State.TAKEN && command.state() != state) {
                throw new Refusal(Reason.CONFLICT, id + " is " + command.state().word() + " already");
            }
            return put(command.in(state, output, why).progress());
        });
        return WriteOperations.describe(done).close('}').toString();
    }

    /** Commands of all devices, or of one, oldest first. */
    String list(Exchange exchange) throws Refusal, IOException {
        var names = new DeviceNames(actors);
        var device = exchange.request().optionalText("device");
        var prefix = device.isPresent() ? CommandRecord.COMMANDS + names.find(device.get()) : "commands";
        int count = 0;
        for (CommandRecord command : read(prefix)) {
            exchange.item(command.json(names.name(command.device())));
            count++;
        }
        return new JsonWriter().open('{').number("count", count).close('}').toString();
    }

    private List<CommandRecord> read(String prefix) throws Refusal, IOException {
        var fields = new TreeMap<RegisterKey, Value>();
        new Registers(actors).walk(prefix, (Entry entry) -> {
            entry.register().value().ifPresent(value -> fields.put(entry.key(), value));
            return true;
        });
        return CommandRecord.read(fields);
    }

    private Written.Done put(List<FieldWrite> fields) throws Refusal {
        return writes.put(fields.stream()
                .map(write -> Assignment.now(write.key(), write.content()))
                .toList());
    }

    private DeviceId self() {
        return actors.parts().self().get().device();
    }
}
