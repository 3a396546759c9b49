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
import java.util.ArrayDeque;

/** The directories on the way to a path, opened one by the handle of the other and never through a link. */
final class Handles implements Closeable {
    /** The last one first. */
    private final ArrayDeque<Handle> open = new ArrayDeque<>();

    private Handles() {}

    /** An open directory, and its name in the one above it. */
    private static final class Handle {
        private final Path name;
        private final SecureDirectoryStream<Path> stream;
        private Object key;

        Handle(Path name, SecureDirectoryStream<Path> stream) {
            this.name = name;
            this.stream = stream;
        }

        /** Whether this is what a look at its name finds. */
        boolean is(BasicFileAttributeView found) throws IOException {
            if (key == null) {
                key = stream.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey();
            }
            return key != null && key.equals(found.readAttributes().fileKey());
        }

        BasicFileAttributeView at(Path below) {
            return stream.getFileAttributeView(below, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Opens what lies between {@code root} and {@code file}; the root itself may be a link. */
    @SuppressWarnings("StreamResourceLeak") // Closed with the handles.
    static Handles to(Path root, FilePath file) throws IOException {
        var handles = new Handles();
        try {
            handles.open.push(new Handle(root, open(root)));
            var names = file.names();
            for (String each : names.subList(0, names.size() - 1)) {
                var name = Path.of(each);
                handles.open.push(new Handle(name, handles.last().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
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

    /** Whether each of them still has its name in the one above it; a link in its place is something else. */
    boolean leadThere() {
        try {
            Handle below = null;
            for (Handle each : open) {
                if (below != null && !below.is(each.at(below.name))) {
                    return false;
                }
                below = each;
            }
            return below != null && below.is(Files.getFileAttributeView(below.name, BasicFileAttributeView.class));
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
