/**
 * What this node does outside of its fleet: its role, the gist that says how it is, its registration with a hub, and the outbox
 * that all of it goes through. The adapters are in {@code dev.till.federation}.
 */
package dev.till.node.federation;
