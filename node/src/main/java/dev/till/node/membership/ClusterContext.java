package dev.till.node.membership;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;

/**
 * What a guardian that runs inside a cluster system is told of it. Its members' data centers are the text forms of their
 * device ids.
 *
 * @param incarnation counts the cluster systems of this process, from 1
 */
public record ClusterContext(DeviceId self, FleetId fleet, int incarnation) {}
