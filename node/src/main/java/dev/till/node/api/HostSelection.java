package dev.till.node.api;

import dev.till.node.message.SshTarget;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.host.HostsDocument;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The hosts a request is for: those of {@code hosts}, of {@code group}, or {@code all}, each once, in order of their names.
 *
 * @param incomplete hosts whose record does not say how to reach them
 */
record HostSelection(List<SshTarget> targets, List<HostName> incomplete) {

    /** Throws when a host or group is not there, or the request names none. */
    static HostSelection of(JsonMembers request, HostsDocument hosts) throws Refusal {
        var names = request.list("hosts").stream()
                .map(host -> new HostName(JsonWriter.plain(host)))
                .toList();
        var group = request.optionalText("group").map(HostName::new);
        boolean all = request.flag("all");
        int ways = (names.isEmpty() ? 0 : 1) + (group.isPresent() ? 1 : 0) + (all ? 1 : 0);
        if (ways != 1) {
            throw new IllegalArgumentException("hosts: " + (ways == 0 ? "none named" : "named in several ways")
                    + " (expected: names, or --group, or --all)");
        }
        var chosen = new TreeMap<HostName, HostRecord>();
        if (group.isPresent()) {
            if (!hosts.groups().containsKey(group.get())) {
                throw new Refusal(Reason.ABSENT, "no such group: " + group.get() + " (see `till host group list`)");
            }
            add(chosen, hosts, name -> hosts.groups().get(group.get()).contains(name));
        } else if (all) {
            add(chosen, hosts, name -> true);
        } else {
            for (HostName name : names) {
                chosen.put(name, active(hosts, name));
            }
        }
        return reachable(chosen);
    }

    private static void add(TreeMap<HostName, HostRecord> chosen, HostsDocument hosts, Predicate<HostName> which) {
        hosts.hosts().forEach((name, host) -> {
            if (!host.isRemoved() && which.test(name)) {
                chosen.put(name, host);
            }
        });
    }

    private static HostRecord active(HostsDocument hosts, HostName name) throws Refusal {
        return hosts.host(name)
                .filter(host -> !host.isRemoved())
                .orElseThrow(() -> new Refusal(Reason.ABSENT, "no such host: " + name + " (see `till host list`)"));
    }

    private static HostSelection reachable(TreeMap<HostName, HostRecord> chosen) {
        var targets = new ArrayList<SshTarget>();
        var incomplete = new ArrayList<HostName>();
        chosen.values()
                .forEach(host -> SshTarget.of(host).ifPresentOrElse(targets::add, () -> incomplete.add(host.name())));
        return new HostSelection(targets, incomplete);
    }
}
