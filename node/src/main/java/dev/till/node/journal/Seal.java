package dev.till.node.journal;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.util.Optional;

/**
 * What the header of a segment says of the numbers given out in it, and of the file itself: by it a copy is told from the
 * file that was written.
 *
 * <p>Whoever finds its own seal on the newest segment may go on counting; on a copy nobody may, because the original may
 * have gone on.
 *
 * @param origin under which this node numbers its datagrams in the segment
 * @param place where the header was written
 */
public record Seal(DeviceId origin, Place place) {
    private static final int BYTES = DeviceId.BYTES + 2 * Long.BYTES;

    public Seal {
        requireNonNull(origin, "origin");
        requireNonNull(place, "place");
    }

    byte[] bytes() {
        return new ByteWriter(BYTES)
                .putDevice(origin)
                .putLong(place.file())
                .putLong(place.machine())
                .toByteArray();
    }

    /** Reads the seal of a header of this minor version; empty when there is none. */
    static Optional<Seal> read(int minor, ByteReader rest) throws MalformedException {
        if (minor < 1 || rest.remaining() < BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Seal(rest.readDevice(), new Place(rest.readLong(), rest.readLong())));
    }
}
