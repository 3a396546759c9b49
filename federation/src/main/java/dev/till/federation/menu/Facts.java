package dev.till.federation.menu;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What conditions ask of a site.
 *
 * @param components the version of each, by name; empty where it has none
 */
public record Facts(String version, String platform, String role, Map<String, String> components) {
    public Facts {
        components = Collections.unmodifiableMap(new TreeMap<>(components));
    }
}
