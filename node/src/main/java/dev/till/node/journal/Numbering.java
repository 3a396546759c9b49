package dev.till.node.journal;

import dev.till.protocol.id.DeviceId;
import java.util.Optional;

/**
 * Whether this device may go on counting its datagrams where its journal ends, or must begin anew under another origin.
 *
 * <p>It may only while the journal proves how far its numbers had come. When that is in doubt, others may have seen numbers
 * that are not here, and a number used twice for different content is what replicas cannot mend.
 *
 * @param origin of the newest segment; empty when it bears no seal
 * @param copied whether the newest segment is not where its seal was made
 * @param lost what was lost that may have been this device's; empty when nothing was
 */
public record Numbering(Optional<DeviceId> origin, boolean copied, Optional<String> lost) {

    /** No segment says how far the numbers had come. */
    public static final Numbering UNKNOWN = new Numbering(Optional.empty(), false, Optional.empty());

    /** What a {@code seal} says that is found at {@code place}. */
    public static Numbering of(Seal seal, Place place) {
        return new Numbering(Optional.of(seal.origin()), !seal.place().agreesWith(place), Optional.empty());
    }

    /** What it is in a home that is known to have been restored. */
    public Numbering asCopy() {
        return new Numbering(origin, true, lost);
    }

    /** After a record that may have been this device's was lost. */
    public Numbering without(String record) {
        return new Numbering(origin, copied, Optional.of(record));
    }

    /** After a record of {@code writer}: this device's numbers only rise, so its next one shows those before. */
    public Numbering with(DeviceId writer) {
        return lost.isPresent() && origin.equals(Optional.of(writer))
                ? new Numbering(origin, copied, Optional.empty())
                : this;
    }

    /** Why {@code device} has to begin anew; empty when it may go on. */
    public Optional<String> doubt(DeviceId device) {
        if (origin.filter(one -> one.isOriginOf(device)).isEmpty()) {
            return Optional.of("nothing here says how far its numbers had come");
        }
        return copied ? Optional.of("this home was restored, or is a copy") : lost;
    }
}
