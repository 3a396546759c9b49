/** When the node does something by itself, as {@code schedule.json} says it. */
package dev.till.protocol.schedule;
