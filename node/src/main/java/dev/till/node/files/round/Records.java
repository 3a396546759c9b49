package dev.till.node.files.round;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.protocol.id.RegisterKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The registers, for those who may wait for them. */
public interface Records {
    /** A page of the registers below a prefix that follow {@code after}, in order; an empty one is the last. */
    List<Entry> page(String prefix, Optional<RegisterKey> after) throws IOException;

    /** One register; an empty one when it was never written. */
    Entry get(RegisterKey key) throws IOException;

    /** Several registers, in the order of their keys here. */
    default List<Entry> get(List<RegisterKey> keys) throws IOException {
        var entries = new ArrayList<Entry>(keys.size());
        for (RegisterKey key : keys) {
            entries.add(get(key));
        }
        return entries;
    }

    /** The devices that can be reached now and give contents. */
    List<Source> sources() throws IOException;

    /** Writes all of these, durably, or none. */
    void write(List<Assignment> assignments) throws IOException;
}
