package dev.till.node.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses that were exchanged when a device was let in, in {@code trust/introduced}, one a line, the newest first:
 * how the two find each other for the first time where multicast does not reach. Hints, so a loss is only logged.
 */
final class Introductions {
    private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);
    private static final int MOST = 64;
    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7e]{1,255}:[0-9]{1,5}");

    private final PrivateFile file;
    private volatile List<String> addresses;

    private Introductions(PrivateFile file, List<String> addresses) {
        this.file = file;
        this.addresses = addresses;
    }

    static Introductions open(Path home) throws IOException {
        var file = new PrivateFile(home.resolve("trust").resolve("introduced"));
        var lines = file.exists() ? new String(file.read(), StandardCharsets.US_ASCII).lines() : Stream.<String>of();
        return new Introductions(file, kept(lines));
    }

    List<String> addresses() {
        return addresses;
    }

    synchronized void add(List<String> more) {
        var next = kept(Stream.concat(more.stream(), addresses.stream()));
        if (next.equals(addresses)) {
            return;
        }
        addresses = next;
        try {
            file.replace((String.join("\n", next) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("Cannot remember where members are: {}", e.getMessage());
        }
    }

    private static List<String> kept(Stream<String> candidates) {
        var distinct = new LinkedHashSet<String>();
        candidates.filter(address -> ADDRESS.matcher(address).matches()).forEach(distinct::add);
        return distinct.stream().limit(MOST).toList();
    }
}
