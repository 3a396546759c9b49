/** JSON text in, JSON text out. Values pass through as the text they had. */
package dev.till.protocol.json;
