package dev.till.node.cli;

import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;

/** {@code USER@HOST[:PORT]}; an IPv6 address stands in brackets when a port follows. */
record Target(UserName user, HostAddress host, Port port) {

    static Target parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("target: '" + text + "' (expected: USER@HOST or USER@HOST:PORT)");
        }
        var user = new UserName(text.substring(0, at));
        var place = text.substring(at + 1);
        if (place.startsWith("[")) {
            int end = place.indexOf(']');
            var rest = place.substring(Math.max(end, 0) + 1);
            if (end < 0 || !(rest.isEmpty() || rest.startsWith(":"))) {
                throw new IllegalArgumentException("host: '" + place + "' (expected: [ADDRESS] or [ADDRESS]:PORT)");
            }
            return new Target(user, new HostAddress(place.substring(1, end)), port(rest));
        }
        int colon = place.indexOf(':');
        boolean hasPort = colon >= 0 && colon == place.lastIndexOf(':');
        return new Target(
                user,
                new HostAddress(hasPort ? place.substring(0, colon) : place),
                port(hasPort ? place.substring(colon) : ""));
    }

    private static Port port(String rest) {
        return rest.isEmpty() ? Port.SSH : Port.parse(rest.substring(1));
    }
}
