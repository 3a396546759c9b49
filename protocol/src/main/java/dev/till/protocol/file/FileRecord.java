package dev.till.protocol.file;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.InstantText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.TreeMap;

/**
 * A version as the register {@code files/<folder>/<path>} holds it, in its field {@value #FIELD}:
 * {@code {"kind","hash","size","mode","mtime","target","vclock":{"clocks":{…}},"written_by","written_at"}}; kinds are
 * {@code file}, {@code link}, {@code dir} and {@code deleted}.
 */
public final class FileRecord {
    /** The field that holds it. */
    public static final String FIELD = "file";

    /** What the entities of all files begin with. */
    public static final String PREFIX = "files/";

    private static final long MOST_CHANGES = 1L << 53;

    private FileRecord() {}

    /** The prefix of the entities of a folder. */
    public static String prefix(FolderName folder) {
        return PREFIX + folder + "/";
    }

    /** The register of a path. */
    public static RegisterKey key(FolderName folder, FilePath path) {
        return RegisterKey.of(prefix(folder) + path, FIELD);
    }

    /** Writes a version down. */
    public static Value write(FileVersion version) {
        var json = new JsonWriter(320).open('{');
        var item = version.item();
        if (item instanceof Item.Regular file) {
            json.text("kind", "file")
                    .text("hash", file.hash().toString())
                    .number("size", file.size())
                    .text("mode", octal(file.mode()))
                    .text("mtime", InstantText.write(file.mtime()));
        } else if (item instanceof Item.Link link) {
            json.text("kind", "link").text("target", link.target());
        } else if (item instanceof Item.Directory directory) {
            json.text("kind", "dir").text("mode", octal(directory.mode()));
        } else {
            json.text("kind", "deleted");
        }
        json.raw("vclock", clock(version.clock()))
                .text("written_by", version.by().value())
                .text("written_at", InstantText.write(version.at()));
        return new Value(json.close('}').toString());
    }

    /** Reads a version; throws IllegalArgumentException, naming what is wrong, on anything else. */
    public static FileVersion read(String json) {
        var members = JsonMembers.parse(json);
        return new FileVersion(
                item(members),
                clock(members.object("vclock")
                        .flatMap(vector -> vector.object("clocks"))
                        .orElseThrow(
                                () -> new IllegalArgumentException("vclock: nothing (expected: {\"clocks\":{…}})"))),
                new DeviceName(members.text("written_by")),
                instant(members.text("written_at")));
    }

    /** A clock as JSON, as tcfs writes it. */
    public static String clock(FileClock clock) {
        var json = new JsonWriter().open('{').open("clocks", '{');
        clock.counts().forEach((device, count) -> json.number(device.value(), count));
        return json.close('}').close('}').toString();
    }

    private static FileClock clock(JsonMembers counts) {
        var clock = new TreeMap<DeviceName, Long>();
        counts.names().forEach(name -> clock.put(new DeviceName(name), count(name, counts.number(name, 0))));
        return new FileClock(clock);
    }

    /** No device changes a file so often; and whoever counts on from there must not run out of numbers. */
    private static long count(String device, long count) {
        if (count > MOST_CHANGES) {
            throw new IllegalArgumentException("vclock: " + device + "=" + count + " (expected: at most 2^53)");
        }
        return count;
    }

    private static Item item(JsonMembers members) {
        var kind = members.text("kind");
        return switch (kind) {
            case "file" ->
                new Item.Regular(
                        ContentHash.parse(members.text("hash")),
                        members.number("size", -1),
                        mode(members.text("mode")),
                        instant(members.text("mtime")));
            case "link" -> new Item.Link(members.text("target"));
            case "dir" -> new Item.Directory(mode(members.text("mode")));
            case "deleted" -> Item.Absent.NOTHING;
            default ->
                throw new IllegalArgumentException(
                        "kind: '" + kind + "' (expected: file, link, dir or deleted; a newer till may know more)");
        };
    }

    private static String octal(int mode) {
        return "0" + Integer.toOctalString(mode);
    }

    private static int mode(String octal) {
        try {
            return Integer.parseInt(octal, 8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("mode: '" + octal + "' (expected: octal digits)", e);
        }
    }

    private static Instant instant(String text) {
        try {
            return InstantText.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("time: '" + text + "' (expected: ISO-8601 in UTC)", e);
        }
    }
}
