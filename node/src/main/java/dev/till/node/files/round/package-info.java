/** One round of a folder: compare three trees, and do what follows from it. */
package dev.till.node.files.round;
