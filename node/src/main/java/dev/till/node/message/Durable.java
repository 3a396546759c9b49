package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.List;

/**
 * A batch has reached the disk. Told to every subscriber of the journal, in journal order, once each.
 *
 * @param records the datagrams, in journal order; empty when only {@code applied} has grown (a snapshot was covered)
 * @param from the device whose connection brought them; this device's own id for local writes
 * @param applied all that is durably applied here, this batch included
 * @param revision of the newest record of the journal, this batch included
 */
public record Durable(List<Recorded> records, DeviceId from, DotSet applied, long revision) {}
