package dev.till.protocol.datagram;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.util.Optional;

/**
 * How a device says again what it wrote while its clock was ahead, so that others take it: the same content, superseding the
 * datagram that they hold aside.
 *
 * <p>A wrong clock is to win nothing. So the new datagram knows of no more than the old one did, and stays concurrent to
 * whatever was; and it bears a time before that of every concurrent write, because nobody can tell any more that it was later.
 *
 * @param context what is superseded
 * @param at the time to bear; empty for the time at which it is said again, when there is no concurrent write
 */
public record Restamp(Content content, VersionVector context, Optional<HybridTimestamp> at) {

    /**
     * What {@code device} has to say again of {@code register}; empty when nothing of its own is later than {@code bound}.
     * Of several such versions, from beginnings that did not know each other, the one shown lasts.
     */
    public static Optional<Restamp> of(RegisterKey key, Register register, DeviceId device, HybridTimestamp bound) {
        Optional<Datagram> newest = Optional.empty();
        var context = VersionVector.EMPTY;
        Optional<HybridTimestamp> concurrent = Optional.empty();
        for (Datagram datagram : Datagram.of(key, register)) {
            if (datagram.at().compareTo(bound) <= 0) {
                concurrent = Optional.of(earlier(concurrent, datagram.at()));
            } else if (datagram.dot().device().isOriginOf(device)) {
                newest = Optional.of(datagram);
                context = context.merge(datagram.context()).with(datagram.dot());
            }
        }
        var seen = context;
        var before = concurrent.map(at -> new HybridTimestamp(Math.max(at.nanos(), Long.MIN_VALUE + 1) - 1));
        return newest.map(datagram -> new Restamp(datagram.content(), seen, before));
    }

    private static HybridTimestamp earlier(Optional<HybridTimestamp> known, HybridTimestamp at) {
        return known.filter(other -> other.compareTo(at) <= 0).orElse(at);
    }
}
