package dev.till.node.message;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the part of a node that deals with the world outside of its fleet. */
public sealed interface FederationCommand {

    /** Tell the role, the gist, the hub and the outbox. */
    record Describe(ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** Keep a token, and try it where the role lets a request leave the machine. */
    record Login(String token, ActorRef<FederationReply> replyTo) implements FederationCommand {

        /** Without the token, which belongs into no log. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    /**
     * Take on a role.
     *
     * @param open whether the gist is to be public, if there is none yet
     */
    record Assume(String role, boolean open, ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** Go solo and forget token, hub and outbox; with the gist deleted first, if wanted. */
    record Leave(boolean deleteGist, ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** Publish the gist now, without waiting until it is time. */
    record Publish(ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /**
     * Register with a hub.
     *
     * @param key the hub's public key; empty to take the one that is in its repository
     */
    record Register(String hub, Optional<String> key, ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** Fetch the menu of a hub, of ours unless another is named, and show it. */
    record ShowMenu(Optional<String> hub, ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** Fetch the menu of our hub and do what it says, or only say what that would be. */
    record RunMenu(boolean dry, ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** As a hub: read all sites that have registered, and write the summary back. */
    record Collect(String hub, ActorRef<FederationReply> replyTo) implements FederationCommand {}

    /** Forget the letters that were set aside. */
    record ClearAside(ActorRef<FederationReply> replyTo) implements FederationCommand {}
}
