package dev.till.node.files.place;

import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;

/**
 * Looks at one thing after another, in one short go: that the way to a thing leads through directories only is not looked at
 * again for the next in the same directory. Whatever is changed after such a look is changed by handles, which ask anew.
 */
public final class Glance {
    private final Root root;
    private Optional<String> within = Optional.empty();

    Glance(Root root) {
        this.root = root;
    }

    /** What is at a path now; see {@link Root#look}. */
    public Optional<Stat> at(FilePath file) throws IOException {
        return leadsTo(file) ? root.there(file) : Optional.empty();
    }

    /** The same where probably nothing is, which is found out for less. What cannot be looked at counts as nothing, too. */
    public Optional<Stat> atNew(FilePath file) throws IOException {
        return leadsTo(file) && Files.exists(root.at(file), LinkOption.NOFOLLOW_LINKS)
                ? root.there(file)
                : Optional.empty();
    }

    private boolean leadsTo(FilePath file) {
        var text = file.value();
        var directory = text.substring(0, Math.max(0, text.lastIndexOf('/')));
        if (within.isEmpty() || !within.get().equals(directory)) {
            if (!root.isWithin(file)) {
                return false;
            }
            within = Optional.of(directory);
        }
        return true;
    }
}
