package dev.till.protocol.company;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The last segment of a company's entity, which is also the name of its directory: {@code apple-inc}. */
public record CompanySlug(String value) {

    /** Where companies live, as entities and as directories. */
    public static final String COMPANIES = "companies/";

    /** The longest name that file systems take, in UTF-8 bytes. */
    public static final int MAX_BYTES = 255;

    public CompanySlug {
        requireNonNull(value, "value");
        if (value.indexOf('/') >= 0
                || value.indexOf('\\') >= 0
                || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "company: '" + Shown.of(value) + "' (expected: one segment, at most " + MAX_BYTES + " bytes)");
        }
        new EntityPath(COMPANIES + value);
    }

    /** The company that an entity is; empty for other entities, and for those that no directory can be called by. */
    public static Optional<CompanySlug> of(EntityPath entity) {
        if (!entity.value().startsWith(COMPANIES)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CompanySlug(entity.value().substring(COMPANIES.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The entity that holds the fields of this company. */
    public EntityPath entity() {
        return new EntityPath(COMPANIES + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
