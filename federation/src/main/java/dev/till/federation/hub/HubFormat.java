package dev.till.federation.hub;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the contents of a hub are kept; decided once, by whoever puts the first object there.
 *
 * @param fingerprint of the key that they are sealed with; empty when they are open
 */
public record HubFormat(Optional<String> fingerprint) {
    private static final int VERSION = 1;

    /** What the hub says; empty when it is new. */
    public static Optional<HubFormat> read(ObjectStore store) throws StoreException, DamagedException {
        var text = store.get(HubNames.FORMAT).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var members = JsonMembers.parse(text.get());
            long version = members.number("till_hub", 0);
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "format " + version + " (expected: " + VERSION + "; use a newer till)");
            }
            return Optional.of(new HubFormat(members.optionalText("key")));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(HubNames.FORMAT + ": " + e.getMessage(), e);
        }
    }

    /** Says how a new hub is kept; false when somebody else was quicker. */
    public boolean write(ObjectStore store) throws StoreException {
        var json = new JsonWriter().open('{').number("till_hub", VERSION);
        fingerprint.ifPresent(key -> json.text("key", key));
        return store.putIfAbsent(HubNames.FORMAT, json.close('}').toString().getBytes(StandardCharsets.UTF_8));
    }
}
