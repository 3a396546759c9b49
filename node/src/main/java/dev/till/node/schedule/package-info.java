/** Syncs by itself, when {@code schedule.json} says so. */
package dev.till.node.schedule;
