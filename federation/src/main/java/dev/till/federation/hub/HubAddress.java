package dev.till.federation.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a hub is: an endpoint that speaks the S3 API, a bucket there, and what stands before all of its keys.
 *
 * @param endpoint without a path
 * @param prefix empty, or ends with a slash
 */
public record HubAddress(URI endpoint, String bucket, String prefix) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    /** Reads {@code https://HOST[:PORT]/BUCKET[/PREFIX]}; without TLS to this machine alone. */
    public static HubAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refused(text);
        }
        boolean local = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        boolean secure = "https".equals(uri.getScheme()) || (local && "http".equals(uri.getScheme()));
        if (!secure
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw refused(text);
        }
        var path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/|/$", "");
        int slash = path.indexOf('/');
        var bucket = slash < 0 ? path : path.substring(0, slash);
        if (path.isEmpty()) {
            throw refused(text);
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("'" + text + "' has the bucket '" + bucket
                    + "' (expected: 3 to 63 of a-z 0-9 . -, a letter or digit at both ends)");
        }
        var prefix = slash < 0 ? "" : new ObjectKey(path.substring(slash + 1)).value() + "/";
        return new HubAddress(URI.create(uri.getScheme() + "://" + uri.getAuthority()), bucket, prefix);
    }

    @Override
    public String toString() {
        return endpoint + "/" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text
                + "' (expected: https://HOST[:PORT]/BUCKET[/PREFIX]; http to 127.0.0.1, localhost or [::1] only)");
    }
}
