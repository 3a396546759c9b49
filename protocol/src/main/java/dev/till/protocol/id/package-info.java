/** Names that cannot be wrong: devices, fleets, entities, fields, and the keys made of them. */
package dev.till.protocol.id;
