/**
 * A network in a box: machines as Linux network namespaces joined by one switch, with multicast between them.
 *
 * <p>Needs root on Linux. The host's own interfaces, routes and firewall are never touched: all addresses and rules live
 * inside the namespaces, and go with them.
 */
package dev.till.testkit.lab;
