/** Where replication meets Pekko's serialization: the one serializer of everything it sends to other devices. */
package dev.till.node.replication.wire;
