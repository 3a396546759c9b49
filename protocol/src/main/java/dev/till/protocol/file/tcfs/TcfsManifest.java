package dev.till.protocol.file.tcfs;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How tcfs writes down of which chunks a file consists. Version 2 is JSON; version 1 has one hash a line. What begins with a
 * brace is never version 1, so that half of a version 2 is an error and not something else.
 *
 * @param hash BLAKE3 of the whole, 64 hexadecimal digits; version 1 does not say
 * @param size in bytes; version 1 does not say
 * @param chunks BLAKE3 of each, in order
 * @param written when; version 1 does not say
 */
public record TcfsManifest(Optional<String> hash, OptionalLong size, List<String> chunks, Optional<Instant> written) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public TcfsManifest {
        chunks = List.copyOf(chunks);
    }

    /** Reads either version; throws IllegalArgumentException, naming what is wrong, on anything else. */
    public static TcfsManifest parse(String text) {
        return text.stripLeading().startsWith("{") ? second(text) : first(text);
    }

    private static TcfsManifest second(String text) {
        var members = JsonMembers.parse(text);
        long version = members.number("version", 0);
        if (version != 2) {
            throw new IllegalArgumentException("version: " + version + " (expected: 2)");
        }
        var chunks = members.list("chunks").stream()
                .map(JsonWriter::plain)
                .map(TcfsManifest::hash)
                .toList();
        long size = members.number("file_size", -1);
        if (size < 0) {
            throw new IllegalArgumentException("file_size: " + size + " (expected: 0 or more)");
        }
        return new TcfsManifest(
                Optional.of(hash(members.text("file_hash"))), OptionalLong.of(size), chunks, written(members));
    }

    /** Unix seconds or ISO-8601; a time that is neither is none. */
    private static Optional<Instant> written(JsonMembers members) {
        try {
            var raw = members.raw("written_at").filter(json -> !json.equals("null"));
            return raw.map(JsonWriter::plain)
                    .map(at -> at.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(at)) : Instant.parse(at));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static TcfsManifest first(String text) {
        var chunks = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(TcfsManifest::hash)
                .toList();
        if (chunks.isEmpty()) {
            throw new IllegalArgumentException("manifest: empty (expected: the hashes of chunks)");
        }
        return new TcfsManifest(Optional.empty(), OptionalLong.empty(), chunks, Optional.empty());
    }

    /** Reads a hash; throws IllegalArgumentException on anything else, for it becomes the name of a file. */
    static String hash(String text) {
        if (!HASH.matcher(text).matches()) {
            var shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
            throw new IllegalArgumentException("hash: '" + shown + "' (expected: 64 hexadecimal digits)");
        }
        return text;
    }
}
