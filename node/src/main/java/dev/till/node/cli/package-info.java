/**
 * The command line: one class a verb, each a client of the local socket. Only what is asked for is loaded, so that a
 * command that reads starts in a moment; what the node itself does comes from outside, through {@link
 * dev.till.node.cli.NodeStarter}.
 */
package dev.till.node.cli;
