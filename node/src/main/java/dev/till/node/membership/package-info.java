/**
 * The cluster system of a node: started, joined, dissolved into an older one, replaced; and what is known of the fleet's
 * devices meanwhile.
 *
 * <p>Pekko's clusters cannot merge and a quarantine holds for an incarnation, so the cluster system is a part that is
 * replaced while everything else of the node goes on: {@link dev.till.node.membership.Membership} owns the sequence of
 * incarnations, an {@code Incarnation} one of them, a {@code ClusterSystem} the actor system inside it. The
 * {@link dev.till.node.membership.Fleet} outlives them all.
 */
package dev.till.node.membership;
