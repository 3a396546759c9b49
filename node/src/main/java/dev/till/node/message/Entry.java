package dev.till.node.message;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;

/**
 * A register as this node knows it.
 *
 * @param revision this node's journal position of the last datagram that changed the register; 0 when never written
 */
public record Entry(RegisterKey key, Register register, long revision) {}
