package dev.till.protocol.host;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One host with all its attributes, those unknown to till included.
 *
 * <p>Reading is tolerant, because anyone may write to a register: an attribute that is no good counts as absent.
 * {@link #validated} is strict, for documents from outside.
 *
 * @param attributes name to JSON value, as in {@code hosts-local.json}
 */
public record HostRecord(HostName name, SortedMap<String, Value> attributes) {

    public static final String USER = "user";
    public static final String HOST = "host";
    public static final String PORT = "port";
    public static final String STATUS = "status";
    public static final String STATUS_AT = "status_at";
    public static final String STATE = "state";
    public static final String VERSION = "version";
    public static final String ADDED = "added";
    public static final String LAST_SEEN = "last_seen";
    public static final String ACTUAL_HOSTNAME = "actual_hostname";
    public static final String TILL_VERSION = "till_version";
    public static final String DEVICE = "device";
    public static final String REMOVED_DATE = "removed_date";

    /** What {@link #STATE} says of hosts in use. */
    public static final String ACTIVE = "active";

    /** What {@link #STATE} says of hosts that were removed. */
    public static final String REMOVED = "removed";

    /** The field that keeps the spelling of a name; no attribute of a document is called so. */
    static final String NAME_FIELD = "@name";

    public HostRecord {
        requireNonNull(name, "name");
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** A record from outside; throws IllegalArgumentException, naming the attribute, when one is invalid. */
    public static HostRecord validated(HostName name, SortedMap<String, Value> attributes) {
        var host = new HostRecord(name, attributes);
        HostRules.check(host);
        return host;
    }

    public Optional<UserName> user() {
        return text(USER).flatMap(attempt(UserName::new));
    }

    public Optional<HostAddress> address() {
        return text(HOST).flatMap(attempt(HostAddress::new));
    }

    /** The port of SSH unless the record has another. */
    public Port port() {
        return value(PORT).map(Value::json).flatMap(attempt(Port::parse)).orElse(Port.SSH);
    }

    public HostStatus status() {
        return text(STATUS).map(HostStatus::named).orElse(HostStatus.UNTESTED);
    }

    public boolean isRemoved() {
        return text(STATE).filter(REMOVED::equals).isPresent();
    }

    /** What the host calls itself, once it was asked. */
    public Optional<String> actualHostname() {
        return text(ACTUAL_HOSTNAME);
    }

    /** How often the record was edited; empty when it does not say. */
    public Optional<Long> version() {
        return value(VERSION).map(Value::json).flatMap(attempt(Long::valueOf)).filter(version -> version >= 0);
    }

    /** The content of an attribute that is a string. */
    public Optional<String> text(String attribute) {
        return value(attribute).flatMap(JsonText::content);
    }

    /** An attribute. */
    public Optional<Value> value(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** Whether this is the machine that calls itself {@code localHostname}. */
    public boolean isMachine(String localHostname) {
        return actualHostname().filter(localHostname::equalsIgnoreCase).isPresent();
    }

    /** This record as fields of its entity. */
    public SortedMap<RegisterKey, Value> fields() {
        var fields = new TreeMap<RegisterKey, Value>();
        attributes.forEach((attribute, value) -> fields.put(key(attribute), value));
        fields.put(key(NAME_FIELD), JsonText.string(name.value()));
        return fields;
    }

    /** The register that holds an attribute. */
    public RegisterKey key(String attribute) {
        return new RegisterKey(name.host(), new FieldName(attribute));
    }

    private static <A, B> Function<A, Optional<B>> attempt(Function<A, B> reading) {
        return text -> {
            try {
                return Optional.of(reading.apply(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        };
    }
}
