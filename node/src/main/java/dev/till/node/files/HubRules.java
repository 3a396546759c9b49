package dev.till.node.files;

import dev.till.node.files.transfer.HubContents;
import java.time.Duration;

/**
 * The hub behind the fleet, as folders use it.
 *
 * @param isThere whether this node has one
 * @param interval how often contents are brought there
 * @param grace how long what nobody wants any more stays there
 */
public record HubRules(boolean isThere, HubContents.Door door, Duration interval, Duration grace) {}
