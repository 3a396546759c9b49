/** Where the log of a node process goes, and how talkative it is. Only the process that till owns is configured. */
package dev.till.node.log;
