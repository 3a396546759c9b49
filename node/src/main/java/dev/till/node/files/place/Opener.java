package dev.till.node.files.place;

import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Opens files to read them, one after another; see {@link Root#open}. For one thread at a time. */
public final class Opener implements Closeable {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Way way = new Way();

    /** Opens a file below {@code root}; throws when it, or something above it, is a link. */
    public SeekableByteChannel open(Root root, FilePath file) throws IOException {
        return way.to(root.path(), file).newByteChannel(Path.of(file.name()), READ);
    }

    /** Lets go of the directories that are kept open; it may be asked again. */
    @Override
    public void close() throws IOException {
        way.close();
    }
}
