/**
 * The client of a node's local socket: for commands, and for components that connect to the node of their machine. It
 * needs the JDK and {@code dev.till.protocol} only, starts no threads and installs no shutdown hooks.
 */
package dev.till.node.client;
