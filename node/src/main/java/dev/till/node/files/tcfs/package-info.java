/** Stores of tcfs: read, verified by BLAKE3, and imported into a folder. */
package dev.till.node.files.tcfs;
