package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.id.CodePointOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Knows names that differ in case only. Many devices cannot have both, so the one that came first stays, and the other is kept
 * in step with nobody until it gets a name of its own. Only what is new is judged.
 */
public final class Namesakes {
    private static final int DIRECTORIES = 64;

    private final FolderName folder;
    private final Root root;
    private final Profile profile;
    private final Agreed agreed;
    private final Records records;

    /** By directory: its names, by what they are without regard to case. Only the last used ones are held. */
    private final LinkedHashMap<String, Map<String, List<String>>> names = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, List<String>>> eldest) {
            return size() > DIRECTORIES;
        }
    };

    /** Of one folder, as it is when its directories are asked about first; for rounds that are for few moments. */
    public Namesakes(FolderName folder, Root root, Profile profile, Agreed agreed, Records records) {
        this.folder = folder;
        this.root = root;
        this.profile = profile;
        this.agreed = agreed;
        this.records = records;
    }

    /** What stands in the way of a new path because it, or a directory above it, differs from that in case only. */
    Optional<FilePath> inTheWayOf(FilePath path) throws IOException {
        var text = path.value();
        for (int end = text.indexOf('/'); ; end = text.indexOf('/', end + 1)) {
            int until = end < 0 ? text.length() : end;
            var found = at(text.substring(0, until));
            if (found.isPresent() || end < 0) {
                return found;
            }
        }
    }

    private Optional<FilePath> at(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        var directory = path.substring(0, Math.max(0, slash));
        var name = path.substring(slash + 1);
        var alike = names(directory).computeIfAbsent(folded(name), any -> new ArrayList<>());
        boolean here = alike.contains(name);
        for (String other : alike) {
            if (other.equals(name)) {
                continue;
            }
            var otherPath = new FilePath(directory.isEmpty() ? other : directory + "/" + other);
            boolean first = !here || isAgreed(otherPath) || CodePointOrder.INSTANCE.compare(other, name) < 0;
            if (first && !isAgreed(new FilePath(path)) && !isGoing(otherPath)) {
                return Optional.of(otherPath);
            }
        }
        if (!here) {
            alike.add(name);
        }
        return Optional.empty();
    }

    private Map<String, List<String>> names(String directory) throws IOException {
        var known = names.get(directory);
        if (known != null) {
            return known;
        }
        var read = new HashMap<String, List<String>>();
        var path = directory.isEmpty() ? root.path() : root.path().resolve(directory);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (var entries = Files.newDirectoryStream(path)) {
                for (var entry : entries) {
                    var name = entry.getFileName().toString();
                    var text = directory.isEmpty() ? name : directory + "/" + name;
                    if (FilePath.refusal(text).isEmpty() && profile.includes(new FilePath(text))) {
                        read.computeIfAbsent(folded(name), any -> new ArrayList<>())
                                .add(name);
                    }
                }
            }
        }
        names.put(directory, read);
        return read;
    }

    private boolean isAgreed(FilePath path) throws IOException {
        return agreed.find(path).flatMap(AgreedRow::stat).isPresent();
    }

    /** Whether the others have deleted it: it was renamed, and its name is free. */
    private boolean isGoing(FilePath path) throws IOException {
        var versions = records.get(FileRecord.key(folder, path)).register().versions();
        return !versions.isEmpty()
                && Comparison.versions(versions).stream()
                        .allMatch(version -> version.item().isAbsent());
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
