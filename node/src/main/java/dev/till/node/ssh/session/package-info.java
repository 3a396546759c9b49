/** Sessions with hosts: one for each, made when it is needed, shared by all that is run there, closed when it is idle. */
package dev.till.node.ssh.session;
