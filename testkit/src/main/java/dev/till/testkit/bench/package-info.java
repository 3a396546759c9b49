/**
 * Benchmarks: till and NATS JetStream side by side, their rounds interleaved in one run on one machine.
 *
 * <p>Times of different processes are compared by {@link System#nanoTime}, which on Linux counts from the machine's start
 * and so is the same clock in all of them.
 */
package dev.till.testkit.bench;
