package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Connections between devices of the fleet and nobody else, both sides proven by their device keys. Thread-safe. */
public interface PeerSockets {
    /** Secures a connection that a peer opened; throws when it proves no key of the fleet. Closing it closes {@code plain}. */
    SSLSocket accept(Socket plain) throws IOException;

    /** Secures a connection to a peer; throws when it proves no key of the fleet. Closing it closes {@code plain}. */
    SSLSocket dial(Socket plain) throws IOException;

    /** Who is at the other end; throws when that is no device of the fleet now, though it was when the connection began. */
    DeviceId peer(SSLSocket socket) throws SSLPeerUnverifiedException;
}
