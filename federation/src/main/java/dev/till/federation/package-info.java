/**
 * The outside world as plain ports and adapters: what till asks of GitHub and of an object store.
 *
 * <p>Nothing here knows of actors. Calls may block and may fail for a while; each port says which failures are worth
 * repeating, and whoever calls decides when.
 */
package dev.till.federation;
