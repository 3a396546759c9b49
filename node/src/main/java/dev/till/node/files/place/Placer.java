package dev.till.node.files.place;

import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;

/**
 * Puts staged things in place, and keeps open what leads to one for the next in the same directory, as long as it leads there:
 * to look whether it does is a fraction of opening it. For one thread at a time.
 */
public final class Placer implements Closeable {
    private final Path root;
    private final SecureDirectoryStream<Path> stage;
    private Handles handles;
    private List<String> directory = List.of();

    Placer(Path root, Path stage) throws IOException {
        this.root = root;
        this.stage = Handles.open(stage);
    }

    /** Puts a staged thing in place of whatever file or link is at {@code file}, in one step. */
    public void place(Path staged, FilePath file) throws IOException {
        var names = file.names();
        var wanted = names.subList(0, names.size() - 1);
        if (handles == null || !directory.equals(wanted) || !handles.leadThere()) {
            drop();
            handles = Handles.to(root, file);
            directory = wanted;
        }
        stage.move(staged.getFileName(), handles.last(), Path.of(file.name()));
    }

    private void drop() throws IOException {
        var old = handles;
        handles = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (stage) {
            drop();
        }
    }
}
