/** The one file that a home is backed up into, and how it is read: see {@code docs/formats.md}. */
package dev.till.node.backup;
