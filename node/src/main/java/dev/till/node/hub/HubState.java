package dev.till.node.hub;

import dev.till.federation.file.OwnersFile;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this device has come with its hub. Losing it costs a look at everything that is there, and nothing else.
 *
 * @param address of the hub that this is about
 * @param shipped the hub has everything of this journal up to this revision
 * @param shippedAt when that was all there was
 * @param gap whether some of this journal was removed before the hub had it, and no snapshot of ours has made up for it
 * @param token of the latest checkpoint that was seen
 */
record HubState(String address, long shipped, Optional<Instant> shippedAt, boolean gap, long token) {
    private static final Logger LOG = LoggerFactory.getLogger(HubState.class);

    static HubState of(String address) {
        return new HubState(address, 0, Optional.empty(), false, 0);
    }

    HubState withShipped(long revision) {
        return new HubState(address, revision, shippedAt, gap, token);
    }

    HubState withAllShipped(Instant now) {
        return new HubState(address, shipped, Optional.of(now), gap, token);
    }

    HubState withGap(boolean there) {
        return new HubState(address, shipped, shippedAt, there, token);
    }

    HubState withToken(long seen) {
        return new HubState(address, shipped, shippedAt, gap, Math.max(token, seen));
    }

    /** What the file holds of the hub at {@code address}. */
    static HubState read(OwnersFile file, String address) throws IOException {
        var text = file.read();
        if (text.isEmpty()) {
            return of(address);
        }
        try {
            var members = JsonMembers.parse(text.get());
            if (!members.text("address").equals(address)) {
                return of(address);
            }
            return new HubState(
                    address,
                    members.number("shipped", 0),
                    members.optionalText("shipped_at").map(Instant::parse),
                    members.flag("gap"),
                    members.number("token", 0));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.warn("What was known of the hub cannot be read, and is found out anew: {}", e.getMessage());
            return of(address);
        }
    }

    void write(OwnersFile file) throws IOException {
        file.replace(new JsonWriter()
                .open('{')
                .text("address", address)
                .number("shipped", shipped)
                .text("shipped_at", shippedAt.map(Instant::toString))
                .flag("gap", gap)
                .number("token", token)
                .close('}')
                .toString());
    }
}
