package dev.till.node.message;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the part of a node that deals with the S3 hub behind its fleet. One after the other. */
public sealed interface HubCommand {
    ActorRef<FederationReply> replyTo();

    /**
     * Tell what is in the hub, and what is not there yet.
     *
     * @param showKey whether the recovery key is to be told too
     */
    record Describe(boolean showKey, ActorRef<FederationReply> replyTo) implements HubCommand {}

    /** Bring the journal to the hub. A recovery key that is given is kept. */
    record Push(Optional<String> key, ActorRef<FederationReply> replyTo) implements HubCommand {

        /** Without the key, which belongs into no log. */
        @Override
        public String toString() {
            return "Push";
        }
    }

    /** Make a snapshot, and remove what an older one covers. */
    record Consolidate(ActorRef<FederationReply> replyTo) implements HubCommand {}

    /** Fetch all that is missing here. A recovery key that is given is kept. */
    record Restore(Optional<String> key, ActorRef<FederationReply> replyTo) implements HubCommand {

        /** Without the key, which belongs into no log. */
        @Override
        public String toString() {
            return "Restore";
        }
    }

    /** Read everything in the hub and compare it with its checksums. */
    record Verify(ActorRef<FederationReply> replyTo) implements HubCommand {}

    /** Remove what a device has put there, as far as a snapshot covers it. */
    record Forget(String device, ActorRef<FederationReply> replyTo) implements HubCommand {}

    /** Push, fetch and, where it is time, consolidate. */
    record Round(ActorRef<FederationReply> replyTo) implements HubCommand {}
}
