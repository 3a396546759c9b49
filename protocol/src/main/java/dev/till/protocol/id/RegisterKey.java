package dev.till.protocol.id;

import static java.util.Objects.requireNonNull;

/** Names one register: a field of an entity. Keys order by entity, then field. */
public record RegisterKey(EntityPath entity, FieldName field) implements Comparable<RegisterKey> {

    public RegisterKey {
        requireNonNull(entity, "entity");
        requireNonNull(field, "field");
    }

    /** The key for an entity and field given as text; throws IllegalArgumentException when either is invalid. */
    public static RegisterKey of(String entity, String field) {
        return new RegisterKey(new EntityPath(entity), new FieldName(field));
    }

    @Override
    public int compareTo(RegisterKey other) {
        int byEntity = entity.compareTo(other.entity);
        return byEntity != 0 ? byEntity : field.compareTo(other.field);
    }

    @Override
    public String toString() {
        return entity + " " + field;
    }
}
