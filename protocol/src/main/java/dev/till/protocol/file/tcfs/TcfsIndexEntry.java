package dev.till.protocol.file.tcfs;

import java.util.Map;
import java.util.TreeMap;

/**
 * What tcfs's index says of a path: {@code manifest_hash=…}, {@code size=…} and {@code chunks=…}, one a line.
 *
 * @param manifest names the manifest, and is the BLAKE3 of the whole file
 * @param chunks how many
 */
public record TcfsIndexEntry(String manifest, long size, long chunks) {
    /** Reads it; throws IllegalArgumentException, naming what is wrong, on anything else. */
    public static TcfsIndexEntry parse(String text) {
        var values = new TreeMap<String, String>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException("index: '" + line + "' (expected: KEY=VALUE)");
            }
        }
        return new TcfsIndexEntry(
                TcfsManifest.hash(values.getOrDefault("manifest_hash", "")),
                number(values, "size"),
                number(values, "chunks"));
    }

    private static long number(Map<String, String> values, String key) {
        var text = values.getOrDefault(key, "nothing");
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": '" + text + "' (expected: a whole number)", e);
        }
        throw new IllegalArgumentException(key + ": " + text + " (expected: 0 or more)");
    }
}
