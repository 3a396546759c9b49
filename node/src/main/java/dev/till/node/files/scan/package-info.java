/** What is on disk below a root, in the order of paths, and the hashes of it. */
package dev.till.node.files.scan;
