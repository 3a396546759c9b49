package dev.till.node.files.place;

import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;

/** The directories on the way to a path, opened one by the handle of the other and never through a link. */
final class Handles implements Closeable {
    /** The last one first. */
    private final ArrayDeque<Handle> open = new ArrayDeque<>();

    private Handles() {}

    /** An open directory, and where it was. */
    private static final class Handle {
        private final Path place;
        private final SecureDirectoryStream<Path> stream;
        private Object key;

        Handle(Path place, SecureDirectoryStream<Path> stream) {
            this.place = place;
            this.stream = stream;
        }

        boolean isThere(LinkOption... how) throws IOException {
            if (key == null) {
                key = stream.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey();
            }
            return key != null
                    && key.equals(Files.readAttributes(place, BasicFileAttributes.class, how)
                            .fileKey());
        }
    }

    /** Opens what lies between {@code root} and {@code file}; the root itself may be a link. */
    @SuppressWarnings("StreamResourceLeak") // Closed with the handles.
    static Handles to(Path root, FilePath file) throws IOException {
        var handles = new Handles();
        try {
            handles.open.push(new Handle(root, open(root)));
            var names = file.names();
            for (String name : names.subList(0, names.size() - 1)) {
                handles.open.push(new Handle(
                        handles.open.element().place.resolve(name),
                        handles.last().newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)));
            }
            return handles;
        } catch (IOException e) {
            handles.close();
            throw e;
        }
    }

    /** Opens a directory. */
    @SuppressWarnings("StreamResourceLeak") // Its caller closes it.
    static SecureDirectoryStream<Path> open(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("the file system of " + directory + " has no handles of directories; folders need them");
    }

    /** The directory that the path lies in. */
    SecureDirectoryStream<Path> last() {
        return open.element().stream;
    }

    /**
     * Whether each of them is still where it was; a link in its place is something else. The root is what the others lie in: it
     * is only asked for when there are none.
     */
    boolean leadThere() {
        try {
            var below = open.descendingIterator();
            var root = below.next();
            if (!below.hasNext()) {
                return root.isThere();
            }
            // From above: what leads to the next one has been seen to be the directory it was.
            while (below.hasNext()) {
                if (!below.next().isThere(LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().stream.close();
        }
    }
}
