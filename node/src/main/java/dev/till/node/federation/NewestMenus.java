package dev.till.node.federation;

import dev.till.federation.file.OwnersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The date of the newest menu that was run of each hub: a line {@code DATE OWNER/REPO} for each. */
final class NewestMenus {
    private final OwnersFile file;

    NewestMenus(Path path) {
        file = new OwnersFile(path);
    }

    /** The newest that was run of a hub; empty before the first. */
    Optional<Instant> of(String hub) throws IOException {
        return Optional.ofNullable(read().get(hub));
    }

    /** A menu is run from now on. On disk when it returns. */
    void keep(String hub, Instant date) throws IOException {
        var all = read();
        all.put(hub, date);
        var lines = new StringBuilder();
        all.forEach(
                (each, newest) -> lines.append(newest).append(' ').append(each).append('\n'));
        file.replace(lines.toString());
    }

    private SortedMap<String, Instant> read() throws IOException {
        var all = new TreeMap<String, Instant>();
        for (String line : file.read().orElse("").lines().toList()) {
            int space = line.indexOf(' ');
            try {
                all.put(line.substring(space + 1), Instant.parse(line.substring(0, Math.max(space, 0))));
            } catch (DateTimeException e) {
                throw new IOException(
                        "federation/menu.newest: '" + line + "' (expected: DATE OWNER/REPO; remove the file to run"
                                + " menus again)",
                        e);
            }
        }
        return all;
    }
}
