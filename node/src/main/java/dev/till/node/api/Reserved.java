package dev.till.node.api;

/** Registers below {@code till/} are till's own: heartbeats, policies. They show only to those who name them. */
final class Reserved {
    private static final String PREFIX = "till/";

    private Reserved() {}

    /** Whether {@code entity} is hidden from somebody who asked for {@code prefix}. */
    static boolean isHidden(String entity, String prefix) {
        return entity.startsWith(PREFIX) && !prefix.startsWith("till");
    }
}
