/**
 * Where other nodes of the fleet might be: announced on the local network, configured, remembered from last time.
 *
 * <p>Everything found is a hint. Whoever uses it dials first and believes only a handshake with an enrolled key.
 */
package dev.till.node.discovery;
