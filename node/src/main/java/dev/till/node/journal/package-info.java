/**
 * The journal: the durable log of every datagram this node knows of, its clock, and its sequence numbers.
 *
 * <p>The {@link dev.till.node.journal.Journal} actor is the only writer; readers walk the same files beside it. One
 * process owns a home, by lock.
 */
package dev.till.node.journal;
