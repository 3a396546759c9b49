package dev.till.protocol.host;

import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code hosts-local.json}: two spaces of indentation, values as they are. */
final class HostsDocumentWriter {
    private static final List<String> FIRST = List.of(
            HostRecord.USER,
            HostRecord.HOST,
            HostRecord.PORT,
            HostRecord.STATUS,
            HostRecord.STATE,
            HostRecord.ADDED,
            HostRecord.LAST_SEEN,
            HostRecord.VERSION);

    private HostsDocumentWriter() {}

    static String write(HostsDocument document) {
        var members = new LinkedHashMap<String, String>();
        document.localHostname()
                .ifPresent(name -> members.put(HostsDocumentReader.LOCAL_HOSTNAME, JsonText.quoted(name)));
        members.put(HostsDocumentReader.HOSTS, hosts(document));
        if (!document.groups().isEmpty()) {
            members.put(HostsDocumentReader.GROUPS, groups(document));
        }
        document.other().forEach((name, value) -> members.put(name, value.json()));
        document.updated().ifPresent(seconds -> members.put(HostsDocumentReader.UPDATED, "\"" + seconds + "\""));
        return object(members, "") + "\n";
    }

    private static String hosts(HostsDocument document) {
        var hosts = new LinkedHashMap<String, String>();
        document.hosts().forEach((name, host) -> hosts.put(name.value(), object(ordered(host), "    ")));
        return object(hosts, "  ");
    }

    private static Map<String, String> ordered(HostRecord host) {
        var members = new LinkedHashMap<String, String>();
        for (String attribute : FIRST) {
            host.value(attribute).map(Value::json).ifPresent(json -> members.put(attribute, json));
        }
        host.attributes().forEach((attribute, value) -> members.putIfAbsent(attribute, value.json()));
        return members;
    }

    private static String groups(HostsDocument document) {
        var groups = new LinkedHashMap<String, String>();
        document.groups().forEach((group, members) -> {
            var names = new ArrayList<String>();
            // A member that is a known host is spelled as that host is.
            members.forEach(member -> names.add(JsonText.quoted(
                    document.host(member).map(HostRecord::name).orElse(member).value())));
            groups.put(group.value(), "[" + String.join(", ", names) + "]");
        });
        return object(groups, "  ");
    }

    private static String object(Map<String, String> members, String indent) {
        if (members.isEmpty()) {
            return "{}";
        }
        var lines = new ArrayList<String>();
        members.forEach((name, json) -> lines.add(indent + "  " + JsonText.quoted(name) + ": " + json));
        return "{\n" + String.join(",\n", lines) + "\n" + indent + "}";
    }
}
