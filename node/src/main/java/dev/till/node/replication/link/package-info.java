/** What the replication actors of two devices say to each other, and its binary form. */
package dev.till.node.replication.link;
