/** The store: the registers in one SQLite file that people can open, and the only place that sees {@code java.sql}. */
package dev.till.node.store;
