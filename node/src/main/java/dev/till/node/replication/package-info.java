/**
 * Carries datagrams between the devices of a fleet: pushed, gossiped, and pulled by whoever lacks some. Runs inside the
 * replaceable cluster system; the journal, the history, the fleet and trust are handed in and outlive it.
 */
package dev.till.node.replication;
