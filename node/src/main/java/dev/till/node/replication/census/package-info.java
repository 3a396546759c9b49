/** Keeps what every device says to have durably applied, tells peers what this one has, and everyone else what follows. */
package dev.till.node.replication.census;
