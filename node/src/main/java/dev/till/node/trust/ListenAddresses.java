package dev.till.node.trust;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where other machines may reach a port of this one. */
final class ListenAddresses {
    private static final int MOST = 8;

    private ListenAddresses() {}

    /** The address to bind: the one that was set, or all. */
    static InetAddress bind(Optional<String> bind) throws IOException {
        return bind.isPresent() ? InetAddress.getAllByName(bind.get())[0] : new InetSocketAddress(0).getAddress();
    }

    /**
     * {@code HOST:PORT} for a port bound to {@code bind}: that address, or those of all interfaces when it is the wildcard,
     * IPv4 first; loopback only when there is nothing else.
     */
    static List<String> of(InetAddress bind, int port) throws IOException {
        if (!bind.isAnyLocalAddress()) {
            return List.of(text(bind, port));
        }
        var addresses = new ArrayList<InetAddress>();
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            if (card.isUp() && !card.isLoopback()) {
                card.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                        .forEach(addresses::add);
            }
        }
        if (addresses.isEmpty()) {
            addresses.add(InetAddress.getLoopbackAddress());
        }
        return addresses.stream()
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .limit(MOST)
                .map(address -> text(address, port))
                .toList();
    }

    private static String text(InetAddress address, int port) {
        var host = address.getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
