/** The few building blocks of every binary form: bounded reading, growing writing, checksums stay with the callers. */
package dev.till.protocol.wire;
