package dev.till.testkit.histories;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Remembers every content that was ever written, until somebody who had it in front of them replaced or deleted it. */
final class Ledger {
    private final Map<String, String> alive = new LinkedHashMap<>();
    private final Set<String> secrets = new TreeSet<>();
    private long written;

    /** A content that no other file ever had. */
    String fresh(String device) {
        written++;
        return "content " + written + " of " + device + "\n";
    }

    /** It is in a file now. */
    void wrote(String content, String where) {
        alive.put(content, where);
    }

    /** Somebody looked at it and let it go. */
    void gaveUp(String content) {
        alive.remove(content);
    }

    /** A name that is left out by the profile, which no other device may ever see. */
    void secret(String name) {
        secrets.add(name);
    }

    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    /** What nobody gave up and is not among these, each with where it was written. */
    Map<String, String> missing(Collection<String> contents) {
        var missing = new LinkedHashMap<>(alive);
        missing.keySet().removeAll(contents);
        return missing;
    }

    int size() {
        return alive.size();
    }
}
