package dev.till.node.membership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which address of this machine others should use: the choice made where people name none. */
final class LocalAddresses {
    // Documentation range (RFC 5737): connecting a datagram socket sends nothing, it only asks for the route.
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress("192.0.2.1", 9);

    private LocalAddresses() {}

    /**
     * A private IPv4 address of an interface that is up: that of the default route if it is one, else one of an interface
     * with multicast, else any. Empty when the machine has none.
     */
    static Optional<Inet4Address> primary() {
        var candidates = candidates();
        var routed = routed();
        return candidates.stream()
                .map(Candidate::address)
                .filter(address -> routed.filter(address::equals).isPresent())
                .findFirst()
                .or(() -> candidates.stream().findFirst().map(Candidate::address));
    }

    private record Candidate(Inet4Address address, boolean multicast, int index) {}

    private static List<Candidate> candidates() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalAddresses::isUp)
                    .flatMap(LocalAddresses::candidates)
                    .sorted(Comparator.comparing(Candidate::multicast)
                            .reversed()
                            .thenComparing(Candidate::index))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static Stream<Candidate> candidates(NetworkInterface network) {
        return network.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .filter(Predicate.not(InetAddress::isLoopbackAddress))
                .filter(InetAddress::isSiteLocalAddress)
                .map(address -> new Candidate((Inet4Address) address, hasMulticast(network), network.getIndex()));
    }

    private static Optional<InetAddress> routed() {
        try (var socket = new DatagramSocket()) {
            socket.connect(ANYWHERE);
            return Optional.of(socket.getLocalAddress());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean hasMulticast(NetworkInterface network) {
        try {
            return network.supportsMulticast() && !network.isPointToPoint();
        } catch (SocketException e) {
            return false;
        }
    }

    /** Whether this machine has this address, or the name resolves to one it has. */
    static boolean isHere(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
