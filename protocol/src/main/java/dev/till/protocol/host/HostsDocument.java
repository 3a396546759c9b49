package dev.till.protocol.host;

import dev.till.protocol.register.Value;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Hosts, groups and what else a {@code hosts-local.json} holds; also how all that reads in the registers of a node.
 *
 * @param localHostname what the machine of the document calls itself
 * @param updated when it was written, in seconds since the epoch
 * @param hosts by name
 * @param groups name to members, which need not be among the hosts
 * @param other every other member of the document by name, values as they are
 */
public record HostsDocument(
        Optional<String> localHostname,
        Optional<Long> updated,
        SortedMap<HostName, HostRecord> hosts,
        SortedMap<HostName, SortedSet<HostName>> groups,
        SortedMap<String, Value> other) {

    /** No hosts, no groups, nothing else. */
    public static final HostsDocument EMPTY =
            new HostsDocument(Optional.empty(), Optional.empty(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public HostsDocument {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        var members = new TreeMap<HostName, SortedSet<HostName>>();
        groups.forEach((group, names) -> members.put(group, Collections.unmodifiableSortedSet(new TreeSet<>(names))));
        groups = Collections.unmodifiableSortedMap(members);
        other = Collections.unmodifiableSortedMap(new TreeMap<>(other));
    }

    /** Reads a document; throws IllegalArgumentException, naming the entry, when any entry is invalid. */
    public static HostsDocument parse(String json) {
        return HostsDocumentReader.read(json);
    }

    /** The host of that name in any spelling. */
    public Optional<HostRecord> host(HostName name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** The groups that list a host, in any spelling. */
    public SortedSet<HostName> groupsOf(HostName host) {
        var listing = new TreeSet<HostName>();
        groups.forEach((group, members) -> {
            if (members.contains(host)) {
                listing.add(group);
            }
        });
        return listing;
    }

    /** This document as the machine called {@code localHostname} writes it at {@code updated}, in epoch seconds. */
    public HostsDocument as(String localHostname, long updated) {
        return new HostsDocument(Optional.of(localHostname), Optional.of(updated), hosts, groups, other);
    }

    /** The JSON text, indented; everything it holds reads back equal. */
    public String write() {
        return HostsDocumentWriter.write(this);
    }
}
