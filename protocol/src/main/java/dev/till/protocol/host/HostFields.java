package dev.till.protocol.host;

import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link HostsDocument} as registers and back.
 *
 * <pre>
 * hosts/m2       one field per attribute; @name keeps the spelling of the name
 * groups/pis     one field per member, in lower case, with the value true; @name as above
 * hosts-local    one field per other member of the document, and updated
 * </pre>
 */
public final class HostFields {

    /** The entity of what a document holds besides hosts and groups. */
    public static final EntityPath DOCUMENT = new EntityPath("hosts-local");

    private static final Value MEMBER = new Value("true");

    private HostFields() {}

    /** The registers that hold {@code document}. Whose machine wrote it is not among them. */
    public static SortedMap<RegisterKey, Value> of(HostsDocument document) {
        var fields = new TreeMap<RegisterKey, Value>();
        document.hosts().values().forEach(host -> fields.putAll(host.fields()));
        document.groups().forEach((group, members) -> {
            fields.put(groupKey(group), JsonText.string(group.value()));
            members.forEach(member -> fields.put(memberKey(group, member), MEMBER));
        });
        document.other().forEach((name, value) -> fields.put(documentKey(name), value));
        document.updated()
                .ifPresent(
                        seconds -> fields.put(documentKey(HostsDocumentReader.UPDATED), JsonText.string("" + seconds)));
        return fields;
    }

    /** The document that live registers hold; registers of other entities, and invalid names, are passed over. */
    public static HostsDocument read(Map<RegisterKey, Value> fields) {
        var byEntity = new TreeMap<EntityPath, SortedMap<String, Value>>();
        fields.forEach((key, value) -> byEntity.computeIfAbsent(key.entity(), entity -> new TreeMap<>())
                .put(key.field().value(), value));
        var hosts = new TreeMap<HostName, HostRecord>();
        var groups = new TreeMap<HostName, SortedSet<HostName>>();
        byEntity.forEach((entity, values) -> {
            var spelled = values.get(HostRecord.NAME_FIELD);
            name(entity, HostName.HOSTS, spelled).ifPresent(name -> hosts.put(name, host(name, values)));
            name(entity, HostName.GROUPS, spelled).ifPresent(name -> groups.put(name, members(values)));
        });
        var other = new TreeMap<>(byEntity.getOrDefault(DOCUMENT, new TreeMap<>()));
        var updated = Optional.ofNullable(other.remove(HostsDocumentReader.UPDATED));
        return new HostsDocument(Optional.empty(), updated.flatMap(HostsDocumentReader::seconds), hosts, groups, other);
    }

    /** The register that says a group exists, and how it is spelled. */
    public static RegisterKey groupKey(HostName group) {
        return new RegisterKey(group.group(), new FieldName(HostRecord.NAME_FIELD));
    }

    /** The register that says a host is in a group: true, or deleted. */
    public static RegisterKey memberKey(HostName group, HostName host) {
        return new RegisterKey(group.group(), new FieldName(host.folded()));
    }

    static RegisterKey documentKey(String member) {
        return new RegisterKey(DOCUMENT, new FieldName(member));
    }

    private static HostRecord host(HostName name, SortedMap<String, Value> values) {
        var attributes = new TreeMap<>(values);
        attributes.remove(HostRecord.NAME_FIELD);
        return new HostRecord(name, attributes);
    }

    private static SortedSet<HostName> members(SortedMap<String, Value> values) {
        var members = new TreeSet<HostName>();
        values.forEach((field, value) -> {
            if (value.equals(MEMBER) && !field.equals(HostRecord.NAME_FIELD)) {
                valid(field).ifPresent(members::add);
            }
        });
        return members;
    }

    /** The name of an entity directly below {@code parent}, in its kept spelling when that is one of the same name. */
    private static Optional<HostName> name(EntityPath entity, String parent, Value spelled) {
        if (!entity.value().startsWith(parent)) {
            return Optional.empty();
        }
        var name = valid(entity.value().substring(parent.length()))
                .filter(plain -> plain.value().equals(plain.folded()));
        var kept = Optional.ofNullable(spelled).flatMap(JsonText::content).flatMap(HostFields::valid);
        return name.map(plain -> kept.filter(plain::equals).orElse(plain));
    }

    private static Optional<HostName> valid(String text) {
        try {
            return Optional.of(new HostName(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
