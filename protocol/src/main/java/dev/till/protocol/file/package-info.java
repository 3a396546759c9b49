/**
 * Files of folders that devices keep in step, as values: names and paths, what is at a path, and its versions with their
 * version vectors. Nothing here touches a disk.
 */
package dev.till.protocol.file;
