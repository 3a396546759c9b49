package dev.till.node.files.place;

import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/**
 * The way from roots to things below them. What leads to one is kept open for the next in the same directory, as long as it
 * leads there: to look whether it does is a fraction of opening it. For one thread at a time.
 */
final class Way implements Closeable {
    private Handles handles;
    private Path from = Path.of("");
    private String directory = "";

    /** The directory that {@code file} lies in, open until the next question at least. */
    SecureDirectoryStream<Path> to(Path root, FilePath file) throws IOException {
        var text = file.value();
        var wanted = text.substring(0, Math.max(0, text.lastIndexOf('/')));
        if (handles == null || !root.equals(from) || !directory.equals(wanted) || !handles.leadThere()) {
            close();
            handles = Handles.to(root, file);
            from = root;
            directory = wanted;
        }
        return handles.last();
    }

    /** Lets go of what is open; it may be asked again. */
    @Override
    public void close() throws IOException {
        var old = handles;
        handles = null;
        if (old != null) {
            old.close();
        }
    }
}
