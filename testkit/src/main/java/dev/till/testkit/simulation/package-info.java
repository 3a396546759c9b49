/**
 * The protocol core in virtual time: what decides in a node, driven by a seeded scheduler over a network and disks that are
 * models. One seed is one history, the same every time.
 */
package dev.till.testkit.simulation;
