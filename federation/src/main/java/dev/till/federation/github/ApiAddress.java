package dev.till.federation.github;

import java.net.URI;
import java.util.Locale;

/**
 * The base address of a GitHub API, without a slash at its end: {@code https://api.github.com}, or
 * {@code https://HOST/api/v3} of an enterprise. HTTPS only, but for loopback.
 */
public record ApiAddress(URI base) {

    /** Reads an address; throws IllegalArgumentException on any other. */
    public static ApiAddress parse(String text) {
        try {
            return new ApiAddress(URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
    }

    public ApiAddress {
        var scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = scheme.equals("https") || (scheme.equals("http") && isLoopback(base.getHost()));
        if (!allowed || base.getHost() == null || base.getUserInfo() != null || base.getQuery() != null) {
            throw wrong(base.toString());
        }
    }

    /** The name that GitHub's own tools know this GitHub by. */
    public String host() {
        return base.getHost().equals("api.github.com") ? "github.com" : base.getAuthority();
    }

    URI resolve(String path) {
        return URI.create(base + path);
    }

    /** Whether an address that GitHub itself gave lies below this one. */
    boolean covers(String address) {
        return address.startsWith(base + "/");
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static boolean isLoopback(String host) {
        return host != null
                && (host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]"));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' (expected: https://HOST[/api/v3]; http only for 127.0.0.1 and localhost)");
    }
}
