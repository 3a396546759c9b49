/**
 * Whole-node things for our tests and for users': a fleet in one JVM, a lab of network namespaces, benchmarks.
 *
 * <p>This is the top module: it sees everything, and nothing imports it.
 */
package dev.till.testkit;
