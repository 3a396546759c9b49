/** Work of several steps on one host, where each step depends on what came of the one before. */
package dev.till.node.ssh.procedure;
