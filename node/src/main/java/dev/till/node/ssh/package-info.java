/** Hosts under SSH: who is reached how, what became of it, and the commands that are run there. */
package dev.till.node.ssh;
