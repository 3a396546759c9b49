package dev.till.node.files;

import dev.till.node.files.place.Root;
import dev.till.node.files.state.Folder;
import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Says where a folder may have its root: no file may be in two folders, and none of till's own in any. To check writes nothing.
 *
 * @param home till's own directory
 * @param folders those there are
 */
record RootCheck(Path home, Collection<Folder> folders) {
    /**
     * The root as it is called without links; it need not be there yet.
     *
     * @throws FilesRefusal when folder {@code name} may not have it
     */
    Path checked(FolderName name, Path wanted) throws IOException, FilesRefusal {
        if (!wanted.isAbsolute()) {
            throw new FilesRefusal(Why.USAGE, "root: '" + wanted + "' (expected: an absolute path)");
        }
        var path = real(wanted.normalize());
        var own = home.toRealPath();
        if (own.startsWith(path) || path.startsWith(own)) {
            throw new FilesRefusal(Why.USAGE, "root: " + path + " holds till's own home, or lies in it (" + own + ")");
        }
        for (Folder other : folders) {
            boolean overlaps = other.root().startsWith(path) || path.startsWith(other.root());
            if (overlaps && !other.name().equals(name)) {
                throw new FilesRefusal(
                        Why.CONFLICT,
                        "root: " + path + " overlaps with that of folder " + other.name() + ", " + other.root());
            }
        }
        var marked = new Root(path).marked();
        if (marked.isPresent() && !marked.get().equals(name) && isKept(marked.get())) {
            throw new FilesRefusal(Why.CONFLICT, "root: " + path + " is that of folder " + marked.get());
        }
        return path;
    }

    /**
     * Makes a root that was checked, where it is not there yet.
     *
     * @throws FilesRefusal when a link came into its way meanwhile, so that it is not where it was checked
     */
    static void make(Path checked) throws IOException, FilesRefusal {
        Files.createDirectories(checked);
        if (!checked.toRealPath().equals(checked)) {
            throw new FilesRefusal(
                    Why.CONFLICT,
                    "root: a link came into the way of " + checked
                            + " meanwhile; look at it, and add the folder again");
        }
    }

    private boolean isKept(FolderName name) {
        return folders.stream().anyMatch(folder -> folder.name().equals(name));
    }

    /** Without the links in as much of it as is there. */
    private static Path real(Path wanted) throws IOException, FilesRefusal {
        var there = wanted;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new FilesRefusal(Why.USAGE, "root: " + there + " is no directory");
        }
        return there.toRealPath().resolve(there.relativize(wanted));
    }
}
