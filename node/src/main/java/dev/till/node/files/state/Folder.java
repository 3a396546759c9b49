package dev.till.node.files.state;

import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import java.nio.file.Path;

/**
 * A folder as this device takes part in it.
 *
 * @param root where it lies here; absolute
 * @param profile the text of its profile; empty for the defaults
 * @param live whether changes are followed as they happen
 */
public record Folder(FolderName name, Path root, SyncMode mode, String profile, boolean live) {
    /** The same, followed or not. */
    public Folder live(boolean now) {
        return new Folder(name, root, mode, profile, now);
    }
}
