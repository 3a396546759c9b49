package dev.till.federation.menu;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a hub offers, in either of two forms or both: containers to have, directives to follow.
 *
 * @param version as the hub counts
 * @param date orders menus: an older one is never run after a newer one
 */
public record Menu(
        String version,
        Instant date,
        List<Container> containers,
        List<Directive> directives,
        List<String> announcements) {

    /** The largest menu. */
    public static final int MAX_CHARACTERS = 256 << 10;

    public Menu {
        containers = List.copyOf(containers);
        directives = List.copyOf(directives);
        announcements = List.copyOf(announcements);
    }

    /**
     * Something that can be had: a git repository at a version.
     *
     * @param repository {@code OWNER/REPO}, or an address that begins with {@code https://}
     * @param availability {@code standard} or {@code optional}, by level of trust
     */
    public record Container(
            String name, String repository, String version, String description, Map<String, String> availability) {
        public Container {
            availability = Map.copyOf(availability);
        }

        /** Whether whoever is of this level is to have it. */
        public boolean isStandardAt(String level) {
            return "standard".equals(availability.get(level));
        }
    }

    /** How much a directive matters; the order of the constants is the reverse of the order they are followed in. */
    public enum Priority {
        LOW,
        NORMAL,
        HIGH,
        CRITICAL
    }

    /** What kind of thing a directive asks for. */
    public enum DirectiveType {
        UPDATE,
        PATCH,
        TELEMETRY,
        SCRIPT
    }

    /**
     * Something to be done, once.
     *
     * @param type empty for one that this till does not know, which is never followed
     * @param target the component that does it
     * @param why it cannot be followed; empty for one that can
     */
    public record Directive(
            String id,
            Optional<DirectiveType> type,
            String target,
            Condition condition,
            String action,
            Priority priority,
            boolean reportBack,
            String why) {}
}
