/**
 * What Distributed Data carries: datagrams that a push did not bring everywhere, and every device's head; each
 * a lattice of ours in one delta type.
 */
package dev.till.node.replication.gossip;
