package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.component.ComponentFields;
import dev.till.protocol.component.ComponentName;
import dev.till.protocol.component.ComponentRecord;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.time.DurationText;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Requests about what components say of themselves, which are registers below {@code components/}. */
final class ComponentOperations {
    private final Actors actors;
    private final WriteOperations writes;

    ComponentOperations(Actors actors, WriteOperations writes) {
        this.actors = actors;
        this.writes = writes;
    }

    /** A component of this device reports. */
    String set(Exchange exchange) throws Refusal {
        var request = exchange.request();
        var report = ComponentFields.report(
                new ComponentName(request.text("name")).on(self()),
                request.text("status"),
                request.optionalText("version"),
                request.optionalText("ttl").map(DurationText::parse),
                metrics(request));
        var done = writes.put(report.stream()
                .map(write -> Assignment.now(write.key(), write.content()))
                .toList());
        return WriteOperations.describe(done).close('}').toString();
    }

    private static Map<String, String> metrics(JsonMembers request) {
        var metrics = new TreeMap<String, String>();
        request.object("metrics")
                .ifPresent(given -> given.names()
                        .forEach(name -> metrics.put(name, given.raw(name).orElse(""))));
        return metrics;
    }

    /** The components of all devices, or of one. */
    String list(Exchange exchange) throws Refusal, IOException {
        var device = exchange.request().optionalText("device");
        var names = new DeviceNames(actors);
        var prefix = device.isPresent() ? ComponentName.COMPONENTS + names.find(device.get()) : "components";
        int count = 0;
        for (ComponentRecord component : new ComponentReader(actors).read(prefix)) {
            exchange.item(describe(component, names));
            count++;
        }
        return new JsonWriter().open('{').number("count", count).close('}').toString();
    }

    /** One component of a device, of this one unless another is named. */
    String get(Exchange exchange) throws Refusal, IOException {
        var name = new ComponentName(exchange.request().text("name"));
        var names = new DeviceNames(actors);
        var device = device(exchange, names);
        for (ComponentRecord component :
                new ComponentReader(actors).read(name.on(device).value())) {
            return describe(component, names);
        }
        throw absent(name, names.name(device));
    }

    /** A component of this device is no more. */
    String remove(Exchange exchange) throws Refusal, IOException {
        var name = new ComponentName(exchange.request().text("name"));
        var done = writes.exclusively(() -> {
            var live = new Registers(actors)
                    .live(name.on(self())).stream()
                            .map(Entry::key)
                            .map(key -> Assignment.now(key, Tombstone.DELETED))
                            .toList();
            if (live.isEmpty()) {
                throw absent(name, "this device");
            }
            return writes.put(live);
        });
        return WriteOperations.describe(done).close('}').toString();
    }

    /** The device that a request names; this one when it names none. */
    static DeviceId device(Exchange exchange, DeviceNames names, DeviceId self) throws Refusal {
        var named = exchange.request().optionalText("device");
        return named.isPresent() ? names.find(named.get()) : self;
    }

    private DeviceId device(Exchange exchange, DeviceNames names) throws Refusal {
        return device(exchange, names, self());
    }

    private DeviceId self() {
        return actors.parts().self().get().device();
    }

    private static Refusal absent(ComponentName name, String device) {
        return new Refusal(
                Reason.ABSENT, "no component " + name + " on " + device + " (see `till component-status list`)");
    }

    private String describe(ComponentRecord component, DeviceNames names) {
        var json = new JsonWriter(256)
                .open('{')
                .text("name", component.name())
                .text("device", names.name(component.device()))
                .text("device_id", component.device().toString())
                .text("status", component.statusAt(actors.parts().clock().instant()))
                .text("reported_status", component.status())
                .text("version", component.version())
                .text("reported", component.reported().toString())
                .text("ttl", DurationText.format(component.ttl()))
                .open("metrics", '{');
        component.metrics().forEach(json::raw);
        return json.close('}').close('}').toString();
    }
}
