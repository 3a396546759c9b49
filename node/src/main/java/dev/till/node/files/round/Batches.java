package dev.till.node.files.round;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Growth.Rest;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Applying.Undone;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings contents to the stage, batch after batch. While one batch is put in place the next is synced and the one after that is
 * fetched. At most three batches are on the stage at a time.
 */
final class Batches {
    private static final int BATCH_FILES = 512;
    private static final long BATCH_BYTES = 64L << 20;

    /** So much is left free on the disk. */
    private static final long RESERVE_BYTES = 64L << 20;

    private final boolean grows;
    private final Root root;
    private final Stage stage;
    private final Fetching fetching;
    private final Growth growth;
    private final AtomicLong placed = new AtomicLong();

    Batches(Applying.Tools tools) {
        grows = tools.grows();
        root = tools.root();
        stage = tools.stage();
        fetching = tools.fetching();
        growth = new Growth(root);
    }

    /**
     * A batch, whose contents are on the stage and on disk.
     *
     * @param findings those that the disk has room for
     * @param staged the contents that could be had, by path
     * @param rests what logs have grown by
     * @param failed what cannot be put in place for want of its content or of room
     * @param covered how many batches had been put in place when the sync of this one began, if that was one of the whole file
     *     system: what they have changed is on disk as well
     */
    record Batch(
            List<Finding> findings,
            Map<FilePath, Staged> staged,
            List<Rest> rests,
            List<Undone> failed,
            OptionalLong covered) {}

    /** A batch that is not synced yet, and the files that are to be. */
    private record Unsynced(Batch batch, List<Path> files) {}

    /** Puts a batch in place. */
    interface Placement {
        void place(Batch batch) throws IOException;
    }

    /** Fetches all of these and has them put in place, in their order. */
    void each(Findings takes, Placement placement) throws IOException {
        var batches = cut(takes);
        var first = batches.next();
        if (first.isEmpty()) {
            return;
        }
        // Mostly a small one is the only one, which is there sooner than threads are started.
        boolean isSmall = first.size() < BATCH_FILES;
        var second = isSmall ? following(batches, () -> place(synced(stage(first)), placement)) : List.<Finding>of();
        if (isSmall && second.isEmpty()) {
            place(synced(stage(first)), placement);
        } else {
            overlapping(first, second, batches, placement);
        }
    }

    private void place(Batch batch, Placement placement) throws IOException {
        placement.place(batch);
        placed.incrementAndGet();
    }

    private void overlapping(List<Finding> first, List<Finding> second, Findings batches, Placement placement)
            throws IOException {
        var fetch = Executors.newSingleThreadExecutor(task -> thread(task, "till-files-ahead"));
        var sync = Executors.newSingleThreadExecutor(task -> thread(task, "till-files-sync"));
        try {
            var coming = new ArrayDeque<Future<Batch>>();
            coming.add(begin(fetch, sync, first));
            var batch = second.isEmpty() ? following(batches, () -> placeAll(coming, placement)) : second;
            while (!batch.isEmpty()) {
                if (coming.size() > 1) {
                    place(next(coming, fetch, sync, batch), placement);
                } else {
                    coming.add(begin(fetch, sync, batch));
                }
                batch = following(batches, () -> placeAll(coming, placement));
            }
            placeAll(coming, placement);
        } finally {
            end(fetch);
            end(sync);
        }
    }

    private void placeAll(Queue<Future<Batch>> coming, Placement placement) throws IOException {
        while (!coming.isEmpty()) {
            place(Readers.result(coming.remove()), placement);
        }
    }

    /** What is still to be put in place. */
    private interface Remainder {
        void place() throws IOException;
    }

    /** The next batch; where a failure is in its stead, what came before it is put in place all the same. */
    private static List<Finding> following(Findings batches, Remainder before) throws IOException {
        try {
            return batches.next();
        } catch (IOException e) {
            try {
                before.place();
            } catch (IOException later) {
                e.addSuppressed(later);
            }
            throw e;
        }
    }

    /** The next batch that is ready; as soon as it is, this one is begun with. */
    private Batch next(
            Queue<Future<Batch>> coming, ExecutorService fetch, ExecutorService sync, List<Finding> following)
            throws IOException {
        var ready = Readers.result(coming.remove());
        coming.add(begin(fetch, sync, following));
        return ready;
    }

    private Future<Batch> begin(ExecutorService fetch, ExecutorService sync, List<Finding> batch) {
        var fetched = fetch.submit(() -> stage(batch));
        return sync.submit(() -> synced(Readers.result(fetched)));
    }

    private Batch synced(Unsynced fetched) throws IOException {
        var batch = fetched.batch();
        long before = placed.get();
        boolean isWhole = stage.sync(fetched.files());
        var covered = isWhole ? OptionalLong.of(before) : OptionalLong.empty();
        return new Batch(batch.findings(), batch.staged(), batch.rests(), batch.failed(), covered);
    }

    /** What works ahead shares connections and the stage with whoever comes after, so it is waited for: two batches at most. */
    private static void end(ExecutorService ahead) {
        ahead.shutdown();
        boolean interrupted = false;
        while (!ahead.isTerminated()) {
            try {
                boolean unused = ahead.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Parts that are no larger than a batch. */
    private static Findings cut(Findings takes) {
        var rest = new ArrayDeque<Finding>();
        return () -> {
            if (rest.isEmpty()) {
                rest.addAll(takes.next());
            }
            var batch = new ArrayList<Finding>();
            for (long bytes = 0; !rest.isEmpty() && batch.size() < BATCH_FILES && bytes < BATCH_BYTES; ) {
                bytes += bytesOf(rest.peek());
                batch.add(rest.remove());
            }
            return batch;
        };
    }

    private Unsynced stage(List<Finding> wanted) throws IOException {
        var failed = new ArrayList<Undone>();
        var batch = thatFit(wanted, failed);
        var orders =
                batch.stream().filter(Batches::needsContent).map(this::order).toList();
        var staged = new HashMap<>(fetching.fetch(orders));
        var files = new ArrayList<Path>();
        var rests = new ArrayList<Rest>();
        for (Order order : orders) {
            var ready = staged.get(order.path());
            if (ready == null) {
                failed.add(new Undone(order.path(), fetching.failures().getOrDefault(order.path(), "not to be had")));
            } else if (ready.continues()) {
                var rest = new Rest(ready.file(), order.path(), order.file());
                files.add(ready.file());
                files.add(growth.note(rest));
                rests.add(rest);
            } else {
                files.add(ready.file());
                if (ready.stat().isEmpty()) {
                    staged.put(order.path(), ready.adorned(order.file()));
                }
            }
        }
        return new Unsynced(new Batch(batch, staged, rests, failed, OptionalLong.empty()), files);
    }

    /** What the disk has room for. One file that is too large for it does not keep the others away. */
    private List<Finding> thatFit(List<Finding> batch, List<Undone> failed) throws IOException {
        long room = Files.getFileStore(root.path()).getUsableSpace() - RESERVE_BYTES;
        var fitting = new ArrayList<Finding>();
        long bytes = 0;
        for (Finding finding : batch) {
            if (bytesOf(finding) > room) {
                failed.add(new Undone(finding.path(), "the disk is full: it has " + (bytesOf(finding) >> 20) + " MiB"));
            } else {
                bytes += bytesOf(finding);
                fitting.add(finding);
            }
        }
        if (bytes > room && bytes > 0) {
            throw new IOException("the disk of " + root.path() + " is full: " + (bytes >> 20) + " MiB are needed, "
                    + (room >> 20) + " are free; make room, nothing has been lost");
        }
        return fitting;
    }

    static boolean needsContent(Finding finding) {
        return finding.taken().item() instanceof Item.Regular file && !file.hasContentOf(finding.mine());
    }

    private static long bytesOf(Finding finding) {
        return needsContent(finding) ? ((Item.Regular) finding.taken().item()).size() : 0;
    }

    private Order order(Finding finding) {
        var file = (Item.Regular) finding.taken().item();
        boolean continued = grows && finding.mine() instanceof Item.Regular mine && mine.size() < file.size();
        return new Order(
                finding.path(),
                file,
                finding.taken().by(),
                continued
                        ? Optional.of(
                                new Order.Beginning(root.at(finding.path()), ((Item.Regular) finding.mine()).size()))
                        : Optional.empty());
    }

    private static Thread thread(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
