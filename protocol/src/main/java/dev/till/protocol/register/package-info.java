/**
 * Values that replicas merge without asking anyone.
 *
 * <p>Every type here is immutable. Time enters only as an argument; nothing here reads a clock, draws a random
 * number, logs, or performs I/O.
 */
package dev.till.protocol.register;
