/**
 * The fault-injection suite: real nodes on machines of a lab, a seeded plan of what goes wrong with them, writers that
 * remember every acknowledgement, and a checker that holds the nodes to it afterwards.
 *
 * <p>{@link dev.till.testkit.faults.Plan} decides what happens, without touching anything;
 * {@link dev.till.testkit.faults.Site} does it; {@link dev.till.testkit.faults.Campaign} joins both with the writers and
 * the checker, episode after episode.
 */
package dev.till.testkit.faults;
