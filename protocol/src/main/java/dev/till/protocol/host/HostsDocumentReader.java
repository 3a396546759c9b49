package dev.till.protocol.host;

import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads {@code hosts-local.json}, whole or not at all. */
final class HostsDocumentReader {
    static final String LOCAL_HOSTNAME = "local_hostname";
    static final String UPDATED = "updated";
    static final String HOSTS = "hosts";
    static final String GROUPS = "groups";

    private HostsDocumentReader() {}

    static HostsDocument read(String json) {
        var members = members(json);
        var hosts = members.remove(HOSTS);
        if (hosts == null) {
            throw new IllegalArgumentException("hosts: missing (expected: an object of hosts)");
        }
        var groups = members.remove(GROUPS);
        var local = Optional.ofNullable(members.remove(LOCAL_HOSTNAME)).map(HostsDocumentReader::localHostname);
        var updated = Optional.ofNullable(members.remove(UPDATED))
                .map(JsonText::parse)
                .flatMap(HostsDocumentReader::seconds);
        return new HostsDocument(local, updated, hosts(hosts), groups(groups == null ? "{}" : groups), other(members));
    }

    private static SortedMap<HostName, HostRecord> hosts(String json) {
        var hosts = new TreeMap<HostName, HostRecord>();
        within(HOSTS, () -> members(json)).forEach((text, attributes) -> {
            var host = within(HOSTS + "." + Shown.of(text), () -> host(text, attributes));
            if (hosts.put(host.name(), host) != null) {
                throw new IllegalArgumentException(HOSTS + "." + text + ": twice (expected: once, whatever the case)");
            }
        });
        return hosts;
    }

    private static HostRecord host(String name, String json) {
        var attributes = new TreeMap<String, Value>();
        members(json).forEach((attribute, value) -> attributes.put(attribute, JsonText.parse(value)));
        return HostRecord.validated(new HostName(name), attributes);
    }

    private static SortedMap<HostName, SortedSet<HostName>> groups(String json) {
        var groups = new TreeMap<HostName, SortedSet<HostName>>();
        within(GROUPS, () -> members(json))
                .forEach((text, names) -> within(GROUPS + "." + Shown.of(text), () -> {
                    var group = new HostName(text);
                    if (groups.put(group, names(names)) != null) {
                        throw new IllegalArgumentException("twice (expected: once, whatever the case)");
                    }
                    return group;
                }));
        return groups;
    }

    private static SortedSet<HostName> names(String json) {
        var members = new TreeSet<HostName>();
        for (String element : JsonMembers.elements(json)) {
            var name = JsonText.content(JsonText.parse(element));
            members.add(new HostName(name.orElseThrow(() ->
                    new IllegalArgumentException("member: " + Shown.of(element) + " (expected: the name of a host)"))));
        }
        return members;
    }

    private static SortedMap<String, Value> other(Map<String, String> members) {
        var other = new TreeMap<String, Value>();
        members.forEach((name, value) ->
                other.put(new FieldName(name).value(), within(Shown.of(name), () -> JsonText.parse(value))));
        return other;
    }

    private static String localHostname(String json) {
        return JsonText.content(JsonText.parse(json))
                .orElseThrow(() ->
                        new IllegalArgumentException(LOCAL_HOSTNAME + ": " + Shown.of(json) + " (expected: a string)"));
    }

    /** Seconds as a string, or as a number; a time told otherwise is no entry to fail for, it only never is the newer one. */
    static Optional<Long> seconds(Value value) {
        try {
            return Optional.of(Long.valueOf(JsonText.content(value).orElse(value.json())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> members(String json) {
        var object = JsonMembers.parse(json);
        var members = new LinkedHashMap<String, String>();
        object.names().forEach(name -> members.put(name, object.raw(name).orElseThrow()));
        return members;
    }

    private static <T> T within(String entry, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(entry + ": " + e.getMessage(), e);
        }
    }
}
