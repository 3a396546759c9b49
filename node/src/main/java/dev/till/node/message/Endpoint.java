package dev.till.node.message;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a node may be reached: a host name or an IP address, and a port from 1 to 65535. Text form {@code host:port};
 * an IPv6 address stands in brackets.
 *
 * <p>An endpoint is never more than a hint: whoever answers there proves by its key who it is.
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {
    private static final int MAX_HOST = 253;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
    private static final String EXPECTED = "' (expected: HOST:PORT, such as 192.168.1.7:7270)";

    public Endpoint {
        requireNonNull(host, "host");
        if (host.length() > MAX_HOST
                || !(NAME.matcher(host).matches() || IPV6.matcher(host).matches())) {
            throw new IllegalArgumentException(
                    "host: '" + shown(host) + "' (expected: a host name or an IP address, at most 253 characters)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        host = host.toLowerCase(Locale.ROOT);
    }

    /** Reads {@code host:port} or {@code [ipv6]:port}. */
    public static Endpoint parse(String text) {
        requireNonNull(text, "text");
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("address: '" + shown(text) + EXPECTED);
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("address: '" + shown(text) + EXPECTED);
        }
        try {
            return new Endpoint(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("address: '" + shown(text) + EXPECTED, e);
        }
    }

    /** The host as URIs carry it: an IPv6 address in brackets. */
    public String uriHost() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    @Override
    public int compareTo(Endpoint other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return uriHost() + ":" + port;
    }

    private static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
