/** What the stores of tcfs hold, as text; to be read, never written. */
package dev.till.protocol.file.tcfs;
