package dev.till.protocol.host;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.Shown;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name people give a host or a group of hosts: {@code m2}, {@code Pi-attic}.
 *
 * <p>Names match without regard to case, and each keeps the spelling it was given: {@code equals} and order follow the
 * matching, {@link #value} the spelling.
 */
public record HostName(String value) implements Comparable<HostName> {

    /** Where the fields of hosts live. */
    public static final String HOSTS = "hosts/";

    /** Where the members of groups live. */
    public static final String GROUPS = "groups/";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    public HostName {
        requireNonNull(value, "value");
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("host name: '" + Shown.of(value)
                    + "' (expected: 1 to 64 of A-Z a-z 0-9 . _ -, not starting with '.' or '-')");
        }
    }

    /** The form that is equal for all spellings. */
    public String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    /** The entity that holds the fields of the host of this name. */
    public EntityPath host() {
        return new EntityPath(HOSTS + folded());
    }

    /** The entity that holds the members of the group of this name. */
    public EntityPath group() {
        return new EntityPath(GROUPS + folded());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostName that && folded().equals(that.folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    @Override
    public int compareTo(HostName other) {
        return folded().compareTo(other.folded());
    }

    @Override
    public String toString() {
        return value;
    }
}
