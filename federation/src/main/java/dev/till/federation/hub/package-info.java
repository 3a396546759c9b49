/**
 * The hub: a place of plain objects that every device of a fleet may reach at its own times.
 *
 * <p>{@link dev.till.federation.hub.ObjectStore} is the port; its contract is a test suite that every implementation
 * runs.
 */
package dev.till.federation.hub;
