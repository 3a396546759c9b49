/**
 * The menu of the day: what a hub offers its sites, who wrote it, under which conditions which part of it counts, and what is
 * to be done about it. Pure: nothing here reads, sends or runs anything.
 */
package dev.till.federation.menu;
