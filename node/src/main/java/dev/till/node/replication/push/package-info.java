/** Carries this device's own datagrams to each reachable peer as soon as they are on disk here, and takes in theirs. */
package dev.till.node.replication.push;
