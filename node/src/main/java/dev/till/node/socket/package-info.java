/** The line protocol of a node's local socket, as both its ends see it: where the socket is, lines, versions, refusals. */
package dev.till.node.socket;
