package dev.till.node.membership;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How patient membership is.
 *
 * @param seekFor how long a cluster is looked for, while nobody is known to listen, before this node founds one
 * @param joinFor how long a join may take before it is tried anew, and how much longer who listens is given to answer
 * @param fastPoll how often others are looked for in the first minute of an incarnation
 * @param slowPoll how often after that
 * @param dialFor how long a connection attempt may take
 * @param addressPoll how often the machine's address is looked at
 * @param leaveFor how long a clean leave may take
 * @param splitFor how long two halves of one cluster may disown each other before one of them starts anew
 * @param retention how long an unreachable member is kept
 * @param longestBackoff the longest pause between two incarnations
 * @param heartbeat how often members tell each other that they are there
 * @param unreachableAfter after how much silence a member counts as unreachable
 * @param giveUpSystemMessageAfter after how much silence Artery gives a peer's incarnation up for good
 */
public record MembershipSettings(
        Duration seekFor,
        Duration joinFor,
        Duration fastPoll,
        Duration slowPoll,
        Duration dialFor,
        Duration addressPoll,
        Duration leaveFor,
        Duration splitFor,
        Duration retention,
        Duration longestBackoff,
        Duration heartbeat,
        Duration unreachableAfter,
        Duration giveUpSystemMessageAfter) {

    /** Reads the block {@code till.membership}. */
    public static MembershipSettings of(Config membership) {
        return new MembershipSettings(
                membership.getDuration("seek-for"),
                membership.getDuration("join-for"),
                membership.getDuration("fast-poll"),
                membership.getDuration("slow-poll"),
                membership.getDuration("dial-for"),
                membership.getDuration("address-poll"),
                membership.getDuration("leave-for"),
                membership.getDuration("split-for"),
                membership.getDuration("retention"),
                membership.getDuration("longest-backoff"),
                membership.getDuration("heartbeat"),
                membership.getDuration("unreachable-after"),
                membership.getDuration("give-up-system-message-after"));
    }
}
