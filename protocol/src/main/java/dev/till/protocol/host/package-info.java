/**
 * Host records: who can be reached where, as people list them, as {@code hosts-local.json} writes them, and as fields of
 * registers.
 */
package dev.till.protocol.host;
