package dev.till.node.trust;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** What nodes tell each other of who belongs. */
sealed interface GossipMessage extends DeviceListGossip.Command {

    /**
     * What the sender's list hashes to; whoever has another one answers with it.
     */
    record Summary(String digest, ActorRef<GossipMessage> from) implements GossipMessage {}

    /**
     * The sender's whole list, in its binary form: not yet checked.
     *
     * @param replyTo who wants to hear of entries that this list lacks; empty in an answer, so that answers end
     */
    record Whole(ByteString list, Optional<ActorRef<GossipMessage>> replyTo) implements GossipMessage {}
}
