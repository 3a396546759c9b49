/**
 * Who belongs to a fleet: signed entries, the list that replicas merge, and what their chains of signatures prove.
 *
 * <p>Nothing here reads a clock, draws a random number or performs I/O; keys, times and nonces are arguments.
 */
package dev.till.protocol.trust;
