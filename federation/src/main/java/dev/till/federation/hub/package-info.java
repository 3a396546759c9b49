/**
 * The hub behind a fleet: a place of plain objects that every device may reach at its own times, and what is kept there.
 *
 * <p>{@link dev.till.federation.hub.ObjectStore} is the port; its contract is a test suite that every implementation
 * runs. {@link dev.till.federation.hub.HubNames} says which objects there are.
 */
package dev.till.federation.hub;
