package dev.till.node.files.scan;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.profile.Profile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which paths below a root change, by way of the operating system. It may miss some: whoever relies on it also looks at
 * everything now and then.
 */
public final class Watcher implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** Between two looks: who wakes for each of ten thousand files that are put in place keeps those busy who put them there. */
    private static final long LOOK_MILLIS = 5;

    /** Changes that come together are told together: until as many looks find nothing. */
    private static final int QUIET_LOOKS = 4;

    /** What is written without a pause is told of all the same, but seldom: of a log all of it may be read each time. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MOST_PATHS = 16_384;
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final Path root;
    private final Profile profile;
    private final WatchService service;
    private final Consumer<Touched> listener;

    private Watcher(Path root, Profile profile, WatchService service, Consumer<Touched> listener) {
        this.root = root;
        this.profile = profile;
        this.service = service;
        this.listener = listener;
    }

    /**
     * What changed.
     *
     * @param everything whether it may be anything, because too much happened
     */
    public record Touched(Set<FilePath> paths, boolean everything) {
        public Touched {
            paths = Set.copyOf(paths);
        }
    }

    /**
     * Watches from now on; {@code listener} is called by a thread of its own.
     *
     * @throws IOException when the system watches no more directories, or the root cannot be read
     */
    public static Watcher open(Path root, Profile profile, Consumer<Touched> listener) throws IOException {
        var service = root.getFileSystem().newWatchService();
        var watcher = new Watcher(root, profile, service, listener);
        try {
            watcher.register(root, new HashSet<>());
        } catch (IOException e) {
            service.close();
            throw e;
        }
        var thread = new Thread(watcher::run, "till-files-watch");
        thread.setDaemon(true);
        thread.start();
        return watcher;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    private void run() {
        try {
            while (true) {
                var found = new HashSet<FilePath>();
                boolean everything = take(service.take(), found);
                long until = System.nanoTime() + MOST_NANOS;
                for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() - until < 0; quiet++) {
                    Thread.sleep(LOOK_MILLIS);
                    // A directory in which much happens is there again as soon as it was taken.
                    for (var key = service.poll();
                            key != null;
                            key = System.nanoTime() - until < 0 ? service.poll() : null) {
                        everything |= take(key, found);
                        quiet = -1;
                    }
                }
                everything |= found.size() > MOST_PATHS;
                if (everything || !found.isEmpty()) {
                    listener.accept(new Touched(everything ? Set.of() : found, everything));
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("{} is watched no more", root);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the events are too many to know what they are about. */
    private boolean take(WatchKey key, Set<FilePath> found) {
        var directory = (Path) key.watchable();
        boolean everything = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name) {
                everything |=
                        changed(directory.resolve(name), found, event.kind() == StandardWatchEventKinds.ENTRY_CREATE);
            } else {
                everything = true;
            }
        }
        key.reset();
        return everything;
    }

    private boolean changed(Path file, Set<FilePath> found, boolean created) {
        var path = path(file);
        if (path.isEmpty()) {
            return false;
        }
        note(path.get(), found);
        if (created && Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            try {
                register(file, found);
            } catch (IOException e) {
                LOG.warn("Changes below {} are seen only every few minutes: {}", file, e.getMessage());
                return true;
            }
        }
        return false;
    }

    private static void note(FilePath path, Set<FilePath> found) {
        // One more than can be told of says that there are more.
        if (found.size() <= MOST_PATHS) {
            found.add(path);
        }
    }

    /** Watches a directory and all below it; what is there already has come before the watch did. */
    private void register(Path directory, Set<FilePath> found) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                var path = path(each);
                boolean wanted =
                        each.equals(root) || path.filter(profile::mayHold).isPresent();
                if (!wanted) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                path.ifPresent(below -> note(below, found));
                watch(each);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                path(file).ifPresent(below -> note(below, found));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void watch(Path directory) throws IOException {
        var key = directory.register(service, KINDS);
        if (!key.watchable().equals(directory)) {
            // The system knows it under the name it had before it was renamed, and would go on telling of that.
            key.cancel();
            directory.register(service, KINDS);
        }
    }

    private Optional<FilePath> path(Path file) {
        var text = root.relativize(file).toString();
        return FilePath.refusal(text).isEmpty() ? Optional.of(new FilePath(text)) : Optional.empty();
    }
}
