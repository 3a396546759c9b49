package dev.till.testkit.simulation;

import dev.till.node.replication.link.Head;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.List;
import java.util.SortedMap;

/** What simulated nodes say to each other: the messages of replication, with values in place of their bytes. */
sealed interface Message {
    /** Datagrams of the sender's own. */
    record Push(List<Datagram> datagrams) implements Message {}

    /** The sender's own head. */
    record Advert(DeviceId from, Head head) implements Message {}

    /** All heads that the sender knows, its own included. */
    record Gossip(SortedMap<DeviceId, Head> heads) implements Message {}

    /** Send me what this lacks. */
    record Pull(DotSet have) implements Message {}

    /** A page of the journal. */
    record Page(List<Datagram> datagrams) implements Message {}

    /** A whole snapshot, and what it covers. */
    record Snapshot(List<Datagram> datagrams, DotSet covers) implements Message {}
}
