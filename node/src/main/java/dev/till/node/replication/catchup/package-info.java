/** Finds out what this device lacks and fetches it, page by page, from a peer that has it; and serves peers likewise. */
package dev.till.node.replication.catchup;
