/** What this device remembers of its folders: the SQLite file {@code files.db}. */
package dev.till.node.files.state;
