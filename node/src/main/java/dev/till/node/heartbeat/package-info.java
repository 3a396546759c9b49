/** The sign of life of this node: one register, written at an even pace. */
package dev.till.node.heartbeat;
