/**
 * Random histories of a folder on real nodes: people edit, delete and move files on every device while networks part, processes are
 * killed and clocks lie; in the end nothing may be lost that nobody gave up, and all devices hold the same.
 */
package dev.till.testkit.histories;
