package dev.till.node.backup;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a backup is of.
 *
 * @param till the version that made it
 */
public record BackupHeader(String till, DeviceId device, DeviceName name, FleetId fleet, Instant created) {
    private static final int MAJOR = 1;
    private static final int MINOR = 0;

    byte[] bytes() {
        var lines = "format " + MAJOR + "." + MINOR + "\ntill " + till + "\ndevice " + device + "\nname " + name.value()
                + "\nfleet " + fleet.value() + "\ncreated " + created + "\n";
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    static BackupHeader read(byte[] bytes, String file) throws BadBackupException {
        var words = new HashMap<String, String>();
        new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                words.put(line.substring(0, space), line.substring(space + 1));
            }
        });
        var format = words.getOrDefault("format", "");
        try {
            if (Integer.parseInt(format.substring(0, Math.max(0, format.indexOf('.')))) > MAJOR) {
                throw new BadBackupException(file + ": a backup of format " + format + ", made by till "
                        + words.get("till") + " (expected: at most " + MAJOR
                        + ".x). Restore it with the newer till that made it");
            }
            return new BackupHeader(
                    word(words, "till"),
                    DeviceId.parse(word(words, "device")),
                    new DeviceName(word(words, "name")),
                    new FleetId(word(words, "fleet")),
                    Instant.parse(word(words, "created")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadBackupException(
                    file + ": its header cannot be read (expected: what `till backup` wrote). The file was damaged or"
                            + " altered; use another backup",
                    e);
        }
    }

    private static String word(Map<String, String> words, String key) {
        var word = words.get(key);
        if (word == null) {
            throw new IllegalArgumentException(key + ": nothing (expected: a line that begins with it)");
        }
        return word;
    }
}
