/** Brings directories to hosts, as releases that are switched to when they are whole. */
package dev.till.node.ssh.deploy;
