package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostChange;
import dev.till.protocol.host.HostMerge;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.host.HostsDocument;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.FieldWrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests about hosts and their groups, which are registers below {@code hosts/} and {@code groups/}. */
final class HostOperations {
    private final Actors actors;
    private final WriteOperations writes;
    private final HostReader reader;

    HostOperations(Actors actors, WriteOperations writes) {
        this.actors = actors;
        this.writes = writes;
        reader = new HostReader(actors);
    }

    /** Decides on the hosts as they are what to write. */
    private interface Decision {
        List<FieldWrite> on(HostsDocument hosts) throws Refusal;
    }

    /** Adds a host, or a removed one again, and puts it into groups. */
    String add(Exchange exchange) throws Refusal, IOException {
        var request = exchange.request();
        var name = name(exchange);
        var user = new UserName(request.text("user"));
        var address = new HostAddress(request.text("host"));
        var port = request.has("port") ? Port.parse(request.raw("port").orElseThrow()) : Port.SSH;
        var groups = request.list("groups").stream()
                .map(group -> new HostName(JsonWriter.plain(group)))
                .toList();
        return change(exchange, hosts -> {
            var before = hosts.host(name);
            if (before.isPresent() && !before.get().isRemoved()) {
                throw new Refusal(
                        Reason.CONFLICT, "host " + before.get().name() + " exists; change it with `till host edit`");
            }
            var changes = new ArrayList<>(HostChange.add(
                    name, user, address, port, before, actors.parts().clock().instant()));
            groups.forEach(group ->
                    changes.addAll(HostChange.join(group, name, !hosts.groups().containsKey(group))));
            return changes;
        });
    }

    /** Changes where a host is reached. */
    String edit(Exchange exchange) throws Refusal, IOException {
        var request = exchange.request();
        var name = name(exchange);
        var user = request.optionalText("user").map(UserName::new);
        var address = request.optionalText("host").map(HostAddress::new);
        var port = request.has("port") ? request.raw("port").map(Port::parse) : Optional.<Port>empty();
        if (user.isEmpty() && address.isEmpty() && port.isEmpty()) {
            throw new IllegalArgumentException("nothing to change (expected: user, host or port)");
        }
        return change(exchange, hosts -> HostChange.edit(active(hosts, name), user, address, port));
    }

    /** Marks a host as removed, on every device. */
    String remove(Exchange exchange) throws Refusal, IOException {
        var name = name(exchange);
        return change(
                exchange,
                hosts -> HostChange.remove(
                        active(hosts, name), actors.parts().clock().instant()));
    }

    /** Puts hosts into a group. */
    String join(Exchange exchange) throws Refusal, IOException {
        var group = new HostName(exchange.request().text("group"));
        var members = members(exchange);
        return change(exchange, hosts -> {
            var changes = new ArrayList<FieldWrite>();
            boolean isNew = !hosts.groups().containsKey(group);
            for (HostName member : members) {
                changes.addAll(HostChange.join(group, active(hosts, member).name(), isNew));
                isNew = false;
            }
            return changes;
        });
    }

    /** Takes hosts out of a group; without hosts, all of them. */
    String leave(Exchange exchange) throws Refusal, IOException {
        var group = new HostName(exchange.request().text("group"));
        var members = members(exchange);
        return change(exchange, hosts -> {
            var present = hosts.groups().get(group);
            if (present == null) {
                throw new Refusal(Reason.ABSENT, "no such group: " + group + " (see `till host group list`)");
            }
            for (HostName member : members) {
                if (!present.contains(member)) {
                    throw new Refusal(Reason.ABSENT, "host " + member + " is not in group " + group);
                }
            }
            return (members.isEmpty() ? List.copyOf(present) : members)
                    .stream().map(member -> HostChange.leave(group, member)).toList();
        });
    }

    /** Merges a {@code hosts-local.json}, whole or not at all; with {@code dry}, only says what that would do. */
    String merge(Exchange exchange) throws Refusal, IOException {
        var incoming = HostsDocument.parse(exchange.request()
                .raw("document")
                .orElseThrow(() -> new IllegalArgumentException("document: nothing (expected: a hosts-local.json)")));
        boolean dry = exchange.request().flag("dry");
        var outcome = new HostMerge.Outcome[1];
        change(exchange, hosts -> merging(incoming, hosts, dry, outcome));
        return new JsonWriter()
                .open('{')
                .number("added", outcome[0].added())
                .number("updated", outcome[0].updated())
                .number("kept", outcome[0].kept())
                .number("self", outcome[0].skippedSelf())
                .number("readded", outcome[0].readded())
                .number("fields", outcome[0].writes().size())
                .close('}')
                .toString();
    }

    /** Merges a document that came another way; the same rules hold. */
    HostMerge.Outcome merge(String document, boolean dry) throws Refusal, IOException {
        var incoming = HostsDocument.parse(document);
        var outcome = new HostMerge.Outcome[1];
        writes.exclusively(() -> write(merging(incoming, hosts(), dry, outcome)));
        return outcome[0];
    }

    private List<FieldWrite> merging(
            HostsDocument incoming, HostsDocument hosts, boolean dry, HostMerge.Outcome[] outcome) {
        outcome[0] = HostMerge.merge(incoming, hosts, Optional.of(actors.parts().hostname()));
        return dry ? List.of() : outcome[0].writes();
    }

    /** One host with all its attributes and groups. */
    String show(Exchange exchange) throws Refusal, IOException {
        var name = name(exchange);
        var hosts = hosts();
        var host = hosts.host(name).orElseThrow(() -> absent(name));
        return describe(host, hosts);
    }

    /** Hosts in order of name; removed ones with {@code all}, those of one group with {@code group}. */
    String list(Exchange exchange) throws Refusal, IOException {
        var group = exchange.request().optionalText("group").map(HostName::new);
        boolean all = exchange.request().flag("all");
        var hosts = hosts();
        if (group.isPresent() && !hosts.groups().containsKey(group.get())) {
            throw new Refusal(Reason.ABSENT, "no such group: " + group.get() + " (see `till host group list`)");
        }
        for (HostRecord host : hosts.hosts().values()) {
            boolean member = group.isEmpty() || hosts.groups().get(group.get()).contains(host.name());
            if (member && (all || !host.isRemoved())) {
                exchange.item(describe(host, hosts));
            }
        }
        return "{}";
    }

    /** Groups and their members. */
    String groups(Exchange exchange) throws Refusal, IOException {
        var hosts = hosts();
        var json = new JsonWriter(256).open('{');
        hosts.groups().forEach((group, members) -> {
            json.open(group.value(), '[');
            members.forEach(member -> json.text(spelled(hosts, member)));
            json.close(']');
        });
        return json.close('}').toString();
    }

    /** All of it as the text of a {@code hosts-local.json}. */
    String document(Exchange exchange) throws Refusal, IOException {
        var text = text();
        return new JsonWriter(text.length() + 32)
                .open('{')
                .text("document", text)
                .close('}')
                .toString();
    }

    /** All of it as a document. */
    String text() throws Refusal, IOException {
        var seconds = actors.parts().clock().instant().getEpochSecond();
        return hosts().as(actors.parts().hostname(), seconds).write();
    }

    private String change(Exchange exchange, Decision decision) throws Refusal, IOException {
        var level = Durability.Level.parse(exchange.request().optionalText("wait"));
        var done = writes.exclusively(() -> write(decision.on(hosts())));
        return writes.durability().settle(done, level, exchange.timeout());
    }

    private Written.Done write(List<FieldWrite> changes) throws Refusal {
        return changes.isEmpty() ? new Written.Done(List.of(), 0) : writes.put(assignments(changes));
    }

    private HostsDocument hosts() throws Refusal, IOException {
        return reader.read();
    }

    private static List<Assignment> assignments(List<FieldWrite> changes) {
        return changes.stream()
                .map(change -> Assignment.now(change.key(), change.content()))
                .toList();
    }

    private static String describe(HostRecord host, HostsDocument hosts) {
        var json = new JsonWriter(256).open('{').text("name", host.name().value());
        host.attributes().forEach((attribute, value) -> {
            if (!attribute.equals("name") && !attribute.equals("groups")) {
                json.raw(attribute, value.json());
            }
        });
        json.open("groups", '[');
        hosts.groupsOf(host.name()).forEach(group -> json.text(group.value()));
        return json.close(']').close('}').toString();
    }

    private static String spelled(HostsDocument hosts, HostName member) {
        return hosts.host(member).map(HostRecord::name).orElse(member).value();
    }

    private static HostName name(Exchange exchange) {
        return new HostName(exchange.request().text("name"));
    }

    private static List<HostName> members(Exchange exchange) {
        return exchange.request().list("hosts").stream()
                .map(host -> new HostName(JsonWriter.plain(host)))
                .toList();
    }

    private static HostRecord active(HostsDocument hosts, HostName name) throws Refusal {
        return hosts.host(name).filter(host -> !host.isRemoved()).orElseThrow(() -> absent(name));
    }

    private static Refusal absent(HostName name) {
        return new Refusal(Reason.ABSENT, "no such host: " + name + " (see `till host list`)");
    }
}
