/** Brings what hosts have up to date: working copies, till itself, and lists of hosts of the older kind. */
package dev.till.node.ssh.sync;
