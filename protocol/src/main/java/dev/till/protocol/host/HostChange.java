package dev.till.protocol.host;

import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the commands on hosts write. Every edit raises the version, so it wins wherever the document travels; a removal is a
 * state, never an absence, and a removed host can be added again.
 */
public final class HostChange {
    private static final Duration SEEN_AGAIN = Duration.ofHours(1);

    private HostChange() {}

    /** Adds a host, or adds a removed one again; {@code before} is its record when there is one. */
    public static List<FieldWrite> add(
            HostName name, UserName user, HostAddress address, Port port, Optional<HostRecord> before, Instant now) {
        var known = before.orElseGet(() -> new HostRecord(name, new TreeMap<>()));
        var changes = new TreeMap<String, Content>();
        // What an earlier machine of this name left behind says nothing of this one.
        for (String stale :
                List.of(HostRecord.REMOVED_DATE, HostRecord.LAST_SEEN, HostRecord.ACTUAL_HOSTNAME, HostRecord.DEVICE)) {
            known.value(stale).ifPresent(value -> changes.put(stale, Tombstone.DELETED));
        }
        changes.put(HostRecord.USER, JsonText.string(user.value()));
        changes.put(HostRecord.HOST, JsonText.string(address.value()));
        changes.put(HostRecord.PORT, new Value(port.toString()));
        changes.put(HostRecord.STATUS, JsonText.string(HostStatus.UNTESTED.text()));
        changes.put(HostRecord.STATE, JsonText.string(HostRecord.ACTIVE));
        changes.put(HostRecord.ADDED, JsonText.string(text(now)));
        var writes = edited(known, changes);
        writes.add(new FieldWrite(known.key(HostRecord.NAME_FIELD), JsonText.string(name.value())));
        return writes;
    }

    /** Changes where a host is reached; what is empty or as before stays. Nothing to change, nothing to write. */
    public static List<FieldWrite> edit(
            HostRecord before, Optional<UserName> user, Optional<HostAddress> address, Optional<Port> port) {
        var changes = new TreeMap<String, Content>();
        user.ifPresent(to -> changes.put(HostRecord.USER, JsonText.string(to.value())));
        address.ifPresent(to -> changes.put(HostRecord.HOST, JsonText.string(to.value())));
        port.ifPresent(to -> changes.put(HostRecord.PORT, new Value(to.toString())));
        changes.entrySet()
                .removeIf(change -> change.getValue().equals(before.attributes().get(change.getKey())));
        if (changes.isEmpty()) {
            return List.of();
        }
        changes.put(HostRecord.STATUS, JsonText.string(HostStatus.UNTESTED.text()));
        return edited(before, changes);
    }

    /** Marks a host as removed. */
    public static List<FieldWrite> remove(HostRecord before, Instant now) {
        var changes = new TreeMap<String, Content>();
        changes.put(HostRecord.STATE, JsonText.string(HostRecord.REMOVED));
        changes.put(HostRecord.REMOVED_DATE, JsonText.string(text(now)));
        return edited(before, changes);
    }

    /**
     * Records that a host was reached, and what it is then. A transition tells its time and raises the version, as an edit
     * does; a host that stays what it was is not written about more often than hourly, for every write goes to every device.
     */
    public static List<FieldWrite> seen(HostRecord before, HostStatus status, Instant now) {
        var writes = new ArrayList<>(status(before, status, now));
        if (!writes.isEmpty() || !isRecent(before.text(HostRecord.LAST_SEEN), now)) {
            writes.add(new FieldWrite(before.key(HostRecord.LAST_SEEN), JsonText.string(text(now))));
        }
        return writes;
    }

    /** Records what a host said of itself; what it did not say stays as it was. A host that has till is ready for it. */
    public static List<FieldWrite> told(HostRecord before, HostFacts facts, Instant now) {
        var status = before.status().afterConnection();
        var writes = new ArrayList<>(seen(before, facts.till().isPresent() ? status.afterSetup() : status, now));
        facts.hostname().ifPresent(name -> put(writes, before, HostRecord.ACTUAL_HOSTNAME, name));
        facts.till().ifPresent(version -> put(writes, before, HostRecord.TILL_VERSION, version));
        return writes;
    }

    /** Records what {@link #told} does, and which device of the fleet the host is. */
    public static List<FieldWrite> setUp(HostRecord before, HostFacts facts, String device, Instant now) {
        var writes = told(before, facts, now);
        put(writes, before, HostRecord.DEVICE, device);
        return writes;
    }

    /** Records a transition to another status, and when it was; the same status is none. */
    public static List<FieldWrite> status(HostRecord before, HostStatus status, Instant now) {
        if (before.status() == status && before.text(HostRecord.STATUS).isPresent()) {
            return List.of();
        }
        var changes = new TreeMap<String, Content>();
        changes.put(HostRecord.STATUS, JsonText.string(status.text()));
        changes.put(HostRecord.STATUS_AT, JsonText.string(text(now)));
        return edited(before, changes);
    }

    /** Puts a host into a group; the group comes to be with its first member. */
    public static List<FieldWrite> join(HostName group, HostName host, boolean isNewGroup) {
        var writes = new ArrayList<FieldWrite>();
        if (isNewGroup) {
            writes.add(new FieldWrite(HostFields.groupKey(group), JsonText.string(group.value())));
        }
        writes.add(new FieldWrite(HostFields.memberKey(group, host), new Value("true")));
        return writes;
    }

    /** Takes a host out of a group. */
    public static FieldWrite leave(HostName group, HostName host) {
        return new FieldWrite(HostFields.memberKey(group, host), Tombstone.DELETED);
    }

    /** Takes everyone out of a group and lets it be no more. */
    public static List<FieldWrite> dissolve(HostName group, Collection<HostName> members) {
        var writes = new ArrayList<FieldWrite>();
        members.forEach(member -> writes.add(leave(group, member)));
        writes.add(new FieldWrite(HostFields.groupKey(group), Tombstone.DELETED));
        return writes;
    }

    /** Time as documents write it: seconds, UTC. */
    public static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void put(List<FieldWrite> writes, HostRecord before, String attribute, String text) {
        var value = JsonText.string(text);
        if (!before.value(attribute).equals(Optional.of(value))) {
            writes.add(new FieldWrite(before.key(attribute), value));
        }
    }

    private static boolean isRecent(Optional<String> time, Instant now) {
        try {
            return time.map(Instant::parse)
                    .filter(known -> known.isAfter(now.minus(SEEN_AGAIN)) && !known.isAfter(now))
                    .isPresent();
        } catch (DateTimeParseException notOurs) {
            return false;
        }
    }

    private static List<FieldWrite> edited(HostRecord before, Map<String, Content> changes) {
        var writes = new ArrayList<FieldWrite>();
        changes.forEach((attribute, content) -> writes.add(new FieldWrite(before.key(attribute), content)));
        long version = before.version().orElse(0L) + 1;
        writes.add(new FieldWrite(before.key(HostRecord.VERSION), new Value(Long.toString(version))));
        return writes;
    }
}
