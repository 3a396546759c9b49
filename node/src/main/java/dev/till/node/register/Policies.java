package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.register.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How registers are read, by prefix of their entity: the fields of entity {@code till/policy}. The longest prefix that
 * holds an entity decides; without one, the last writer wins.
 */
public final class Policies {
    /** The entity whose fields are prefixes. */
    public static final EntityPath ENTITY = new EntityPath("till/policy");

    /** The last writer wins everywhere. */
    static final Policies DEFAULT = new Policies(Map.of());

    private static final String SIBLINGS = "\"siblings\"";

    private final Map<String, Boolean> keepsSiblings;

    private Policies(Map<String, Boolean> keepsSiblings) {
        this.keepsSiblings = keepsSiblings;
    }

    /** The policies that the registers of {@link #ENTITY} state. */
    public static Policies of(List<Entry> entries) {
        var byPrefix = new TreeMap<String, Boolean>();
        for (Entry entry : entries) {
            entry.register()
                    .value()
                    .map(Value::json)
                    .ifPresent(json -> byPrefix.put(entry.key().field().value(), json.equals(SIBLINGS)));
        }
        return new Policies(byPrefix);
    }

    /** Whether concurrent writes to {@code entity} are a conflict until somebody resolves it. */
    public boolean keepsSiblings(EntityPath entity) {
        if (keepsSiblings.isEmpty()) {
            return false;
        }
        String longest = null;
        for (String prefix : keepsSiblings.keySet()) {
            if (entity.isWithin(prefix) && (longest == null || prefix.length() > longest.length())) {
                longest = prefix;
            }
        }
        return longest != null && keepsSiblings.get(longest);
    }

    /** The prefixes below which concurrent writes are kept; none lies within another. */
    public List<String> siblingPrefixes() {
        var outermost = new ArrayList<String>();
        for (String prefix : new TreeSet<>(keepsSiblings.keySet())) {
            if (keepsSiblings.get(prefix) && outermost.stream().noneMatch(outer -> isBelow(prefix, outer))) {
                outermost.add(prefix);
            }
        }
        return outermost;
    }

    private static boolean isBelow(String inner, String outer) {
        return inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
    }
}
