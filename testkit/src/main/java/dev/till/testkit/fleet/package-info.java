/** A fleet of embedded nodes in one JVM, with their real TLS between them, to be parted and healed by tests. */
package dev.till.testkit.fleet;
