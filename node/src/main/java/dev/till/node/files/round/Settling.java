package dev.till.node.files.round;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Growth.Rest;
import dev.till.node.files.place.Stage;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Change;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Writes down what was put in place, once that is on disk. It waits for the sync that the next batch needs anyway, and is
 * written while that is put in place. For one thread at a time.
 */
final class Settling implements Closeable {
    private final Stage stage;
    private final Agreed agreed;
    private final Placed placed;
    private final Growth growth;
    private final Workers behind = new Workers("till-files-settle", 1);
    private Optional<Batch> last = Optional.empty();
    private Optional<Future<?>> underWay = Optional.empty();

    Settling(Stage stage, Agreed agreed, Placed placed, Growth growth) {
        this.stage = stage;
        this.agreed = agreed;
        this.placed = placed;
        this.growth = growth;
    }

    /**
     * What was put in place and is not written down yet.
     *
     * @param directories whose entries have changed since they were synced
     * @param grown logs that have all that they have grown by
     */
    private record Batch(List<Path> directories, List<Change> changes, List<Rest> grown) {}

    /** A batch was put in place; the one before it is settled, or waited for. */
    void placed(Collection<Path> directories, List<Change> changes, List<Rest> grown) throws IOException {
        settle();
        last = Optional.of(new Batch(List.copyOf(directories), List.copyOf(changes), List.copyOf(grown)));
    }

    /**
     * Begins to write the last batch down.
     *
     * @param isOnDisk whether a sync has covered it
     */
    void begin(boolean isOnDisk) throws IOException {
        await();
        var batch = last;
        last = Optional.empty();
        underWay = batch.map(done -> behind.get().submit(() -> {
            write(isOnDisk ? new Batch(List.of(), done.changes(), done.grown()) : done);
            return null;
        }));
    }

    /** Makes sure that all of it is on disk and written down. */
    void settle() throws IOException {
        await();
        var batch = last;
        last = Optional.empty();
        if (batch.isPresent()) {
            write(batch.get());
        }
    }

    private void await() throws IOException {
        var begun = underWay;
        underWay = Optional.empty();
        if (begun.isPresent()) {
            Readers.result(begun.get());
        }
    }

    private void write(Batch batch) throws IOException {
        stage.syncDirectories(batch.directories());
        agreed.write(batch.changes());
        placed.note(batch.changes());
        for (Rest rest : batch.grown()) {
            growth.done(rest);
        }
    }

    /** Settles after a failure, which is what is to be told of. */
    void after(IOException failure) {
        try {
            settle();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        behind.close();
    }
}
