package dev.till.node.files.place;

import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** Puts staged things in place, one after another. For one thread at a time. */
public final class Placer implements Closeable {
    private final Path root;
    private final Way way = new Way();
    private final SecureDirectoryStream<Path> stage;

    Placer(Path root, Path stage) throws IOException {
        this.root = root;
        this.stage = Handles.open(stage);
    }

    /** Puts a staged thing in place of whatever file or link is at {@code file}, in one step. */
    public void place(Path staged, FilePath file) throws IOException {
        stage.move(staged.getFileName(), way.to(root, file), Path.of(file.name()));
    }

    @Override
    public void close() throws IOException {
        try (stage) {
            way.close();
        }
    }
}
