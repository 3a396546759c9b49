package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import dev.till.node.message.StablePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the cluster system listens and what it tells others: chosen when the node starts, chosen again when the machine's
 * address changes.
 *
 * @param bind the host that people asked for; empty to choose one
 * @param endpoint the address in use; its port stays the same for as long as the process lives
 */
public record ListenAddress(Optional<String> bind, Endpoint endpoint) {

    /** The port when people name none. */
    public static final int DEFAULT_PORT = 7270;

    /**
     * Chooses, and tries that the port is free.
     *
     * @param port 0 for any free one
     * @throws PortInUseException when the port is taken or the host is not this machine's
     */
    public static ListenAddress choose(Optional<String> bind, int port) throws PortInUseException {
        var host = bind.orElseGet(() -> automatic().orElse("127.0.0.1"));
        return new ListenAddress(bind, new Endpoint(address(host), free(host, port)));
    }

    /** The same port at the address the machine has now; unchanged when people named the host or there is no other. */
    ListenAddress refreshed() {
        if (bind.isPresent()) {
            return this;
        }
        // Between two networks a laptop has no address at all for a while: that is no reason to move to loopback.
        return automatic()
                .map(host -> new ListenAddress(bind, new Endpoint(host, endpoint.port())))
                .orElse(this);
    }

    /** Whether the port can be had now. */
    boolean isFree() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(endpoint.host(), endpoint.port()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> automatic() {
        return LocalAddresses.primary().map(InetAddress::getHostAddress);
    }

    /** Artery drops what is not addressed to the very text it was configured with, and peers are told addresses. */
    private static String address(String host) throws PortInUseException {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new PortInUseException(
                    "bind: '" + host + "' (expected: an address or a name of this machine, see --bind)", e);
        }
    }

    private static int free(String host, int port) throws PortInUseException {
        try {
            return port == 0 ? StablePort.open(chosen -> bound(host, chosen)) : bound(host, port);
        } catch (IOException e) {
            if (!LocalAddresses.isHere(host)) {
                throw new PortInUseException(
                        "bind: '" + host + "' is not an address of this machine; choose another with --bind", e);
            }
            throw new PortInUseException(
                    "port: " + port + " on " + host + " is in use; stop what uses it or choose another with --port", e);
        }
    }

    private static int bound(String host, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return socket.getLocalPort();
        }
    }
}
