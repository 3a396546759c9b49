package dev.till.node.message;

import dev.till.protocol.datagram.Datagram;

/**
 * A datagram that is in this node's journal, on disk.
 *
 * @param revision its position in this node's journal
 */
public record Recorded(Datagram datagram, long revision) {}
