/**
 * The S3 hub behind a fleet: brings this device's journal there, fetches what is missing here, and folds what is there into
 * snapshots. Everything blocks, one job after the other, beside the node's other work.
 */
package dev.till.node.hub;
