package dev.till.node.files.round;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Growth.Rest;
import dev.till.node.files.place.Stage;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Change;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/**
 * Writes down what was put in place, once that is on disk. It waits for the sync of a later batch, which is needed anyway, and
 * is written while that one is put in place. For one thread at a time.
 */
final class Settling implements Closeable {
    private static final int MOST_WAITING = 3;

    private final Stage stage;
    private final Agreed agreed;
    private final Placed placed;
    private final Growth growth;
    private final Workers behind = new Workers("till-files-settle", 1);
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private Optional<Future<?>> underWay = Optional.empty();
    private long settled;

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

    /** A batch was put in place. Few wait to be written down: with one more, all of them are first. */
    void placed(Collection<Path> directories, List<Change> changes, List<Rest> grown) throws IOException {
        if (waiting.size() == MOST_WAITING) {
            settle();
        }
        waiting.add(new Batch(List.copyOf(directories), List.copyOf(changes), List.copyOf(grown)));
    }

    /**
     * Begins to write down what is on disk.
     *
     * @param covered how many batches had been put in place when a sync of the whole file system began that has ended; empty
     *     after one of single files, which covers none
     */
    void begin(OptionalLong covered) throws IOException {
        await();
        var ready = new ArrayList<Batch>();
        while (!waiting.isEmpty() && (covered.isEmpty() || settled < covered.getAsLong())) {
            var batch = waiting.remove();
            settled++;
            ready.add(covered.isEmpty() ? batch : new Batch(List.of(), batch.changes(), batch.grown()));
        }
        if (!ready.isEmpty()) {
            underWay = Optional.of(behind.get().submit(() -> {
                for (Batch batch : ready) {
                    write(batch);
                }
                return null;
            }));
        }
    }

    /** Makes sure that all of it is on disk and written down. */
    void settle() throws IOException {
        await();
        while (!waiting.isEmpty()) {
            settled++;
            write(waiting.remove());
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
