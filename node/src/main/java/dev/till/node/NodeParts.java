package dev.till.node;

import dev.till.federation.outbox.Outside;
import dev.till.node.config.NodeConfig;
import dev.till.node.discovery.Discovery;
import dev.till.node.membership.ListenAddress;
import dev.till.node.membership.PeerFile;
import dev.till.node.trust.FleetTls;
import dev.till.node.trust.TrustStore;
import java.time.InstantSource;

/** What the actors of a node are made from, opened and checked before the first of them starts. */
record NodeParts(
        NodeConfig config,
        Storage storage,
        TrustStore trust,
        FleetTls tls,
        ListenAddress listen,
        PeerFile peers,
        Discovery discovery,
        Outside outside,
        InstantSource clock) {}
