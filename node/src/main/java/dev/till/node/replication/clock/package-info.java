/** How far this machine's clock is from those of its peers. */
package dev.till.node.replication.clock;
