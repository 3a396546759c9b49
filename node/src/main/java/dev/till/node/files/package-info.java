/** Folders in step: one actor for each folder, and the adapters that scan, fetch and write files. */
package dev.till.node.files;
