package dev.till.node.replication.link;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;

/** What the replication of one device says to that of another. Any of these may be lost, doubled or late. */
public sealed interface PeerMessage {

    /** The most that one message carries besides its few numbers; keeps every message well below a frame. */
    int MAX_PAYLOAD = 120 << 10;

    /** The device that says so. */
    DeviceId from();

    /**
     * Datagrams of the sender's own, just written.
     *
     * @param number rises with every push of this sender
     * @param batch see {@link Batch}
     */
    record Push(DeviceId from, long number, Bytes batch) implements PeerMessage {}

    /** All pushes up to {@code number} have been dealt with; {@code head} says what is on the sender's disk now. */
    record Acked(DeviceId from, long number, Head head) implements PeerMessage {}

    /** The head of {@code about}: of the sender itself or, to a device that began anew, what is known of that device. */
    record HeadAdvert(DeviceId from, DeviceId about, Head head) implements PeerMessage {}

    /**
     * Asks for a page of what {@code have} lacks.
     *
     * @param request told back in the answer
     */
    record Pull(DeviceId from, long request, DotSet have, Position position) implements PeerMessage {}

    /** Asks what the other's clock shows, at {@code asked} by one's own: milliseconds since 1970. */
    record TimeAsked(DeviceId from, long asked) implements PeerMessage {}

    /** The sender's clock shows {@code millis} since 1970, and it has {@code applied} this; {@code asked} as the question said. */
    record TimeTold(DeviceId from, long asked, long millis, DotSet applied) implements PeerMessage {}

    /** One part of the {@link Page} that answers {@code request}. */
    record PagePart(DeviceId from, long request, int index, int count, Bytes bytes) implements PeerMessage {

        /** Parts of the longest page: one datagram of the greatest size, and room. */
        static final int MAX_COUNT = 64;

        public PagePart {
            if (count < 1 || count > MAX_COUNT || index < 0 || index >= count) {
                throw new IllegalArgumentException("part: " + index + " of " + count + " (expected: at most "
                        + MAX_COUNT + " parts, the index below their count)");
            }
        }
    }
}
