package dev.till.node.message;

/** What came of something that was asked of the federation. */
public sealed interface FederationReply {

    /** It was done; a JSON document says what. */
    record Done(String json) implements FederationReply {}

    /** It was not done. The message says why, and the way out. */
    record Refused(Why why, String message) implements FederationReply {}

    /** Why not. */
    enum Why {
        /** It was tried and did not work. */
        FAILED,
        /** It was asked wrongly. */
        USAGE,
        /** There is no such thing. */
        ABSENT,
        /** The role does not include it, or GitHub did not let us. */
        FORBIDDEN,
        /** Another thing is there already, or something has changed. */
        CONFLICT,
        /** It waits in the outbox, or only a part was done. */
        PARTIAL
    }
}
