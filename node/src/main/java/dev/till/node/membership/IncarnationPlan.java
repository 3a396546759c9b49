package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import dev.till.node.message.Roster;
import java.util.List;
import java.util.Optional;

/**
 * What an incarnation is to be, and why it is begun.
 *
 * @param toward when the cluster was born that it is to join, if it gave up one for it
 * @param leads where that may be found
 * @param twin where another process runs under this device's key that does not know yet: it alone is spoken to, and no
 *     cluster joined
 */
record IncarnationPlan(
        int number,
        ListenAddress listen,
        Roster roster,
        Optional<Birth> toward,
        List<Endpoint> leads,
        Optional<Endpoint> twin) {}
