package dev.till.node.files.round;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Growth.Rest;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Fetching.Order;
import dev.till.node.files.round.Fetching.Staged;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Change;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.Diary.Note;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Does what a plan says. Whatever it changes on disk was staged and synced before, is put in place in one step, and is written
 * down as agreed only when that is on disk: a node that is killed at any moment leaves whole files, and the next round finds
 * out how far this one came.
 */
public final class Applying {
    private static final int BATCH_FILES = 512;
    private static final long BATCH_BYTES = 64L << 20;

    /** So much is left free on the disk. */
    private static final long RESERVE_BYTES = 64L << 20;

    private final Tools tools;
    private final Root root;
    private final Fetching fetching;
    private final Growth growth;

    /** Something that was planned and not done, and why. */
    public record Undone(FilePath path, String why) {}

    /**
     * What it works with.
     *
     * @param grows whether files are logs
     */
    public record Tools(
            FolderName folder,
            boolean grows,
            DeviceName self,
            Root root,
            Stage stage,
            Agreed agreed,
            Diary diary,
            Records records,
            Fetching fetching,
            InstantSource clock) {}

    public Applying(Tools tools) {
        this.tools = tools;
        root = tools.root();
        fetching = tools.fetching();
        growth = new Growth(root);
    }

    /** What came of it. */
    public record Outcome(long done, List<Undone> undone, List<Note> notes) {}

    /** Does all of it that can be done now. */
    public Outcome apply(List<Finding> findings) throws IOException {
        var account = new Account(tools.clock(), Renames.of(findings));
        try {
            new Telling(tools, account).tell(findings);
            new Taking(account)
                    .take(findings.stream()
                            .filter(finding -> finding.step() instanceof Step.Take)
                            .toList());
        } finally {
            tools.diary().write(account.notes());
        }
        return account.outcome();
    }

    /** What comes from the others. */
    private final class Taking {
        private final Account account;
        private final Placing placing;

        Taking(Account account) {
            this.account = account;
            placing = new Placing(tools, account);
        }

        void take(List<Finding> takes) throws IOException {
            // What becomes a file or link where a directory is has to wait until that is empty.
            var late = takes.stream().filter(Applying::replacesDirectory).toList();
            var gone = new ArrayList<>(takes.stream()
                    .filter(finding -> finding.taken().item().isAbsent())
                    .toList());
            inBatches(takes.stream()
                    .filter(finding -> !replacesDirectory(finding)
                            && !finding.taken().item().isAbsent())
                    .toList());
            // From the inside to the outside, so that directories are empty when it is their turn.
            Collections.reverse(gone);
            remove(gone);
            var cleared = new ArrayList<Finding>();
            for (Finding finding : late) {
                clearDirectory(finding).ifPresent(cleared::add);
            }
            inBatches(cleared);
            placing.close();
        }

        private void inBatches(List<Finding> takes) throws IOException {
            var batch = new ArrayList<Finding>();
            long bytes = 0;
            for (Finding finding : takes) {
                batch.add(finding);
                bytes += bytesOf(finding);
                if (batch.size() >= BATCH_FILES || bytes >= BATCH_BYTES) {
                    takeBatch(batch);
                    batch.clear();
                    bytes = 0;
                }
            }
            if (!batch.isEmpty()) {
                takeBatch(batch);
            }
        }

        private void takeBatch(List<Finding> wanted) throws IOException {
            var batch = thatFit(wanted);
            var orders = batch.stream()
                    .filter(Applying::needsContent)
                    .map(Applying.this::order)
                    .toList();
            var staged = fetching.fetch(orders);
            var files = new ArrayList<Path>();
            var rests = new ArrayList<Rest>();
            for (Order order : orders) {
                var ready = staged.get(order.path());
                if (ready != null) {
                    files.add(ready.file());
                    if (ready.continues()) {
                        var rest = new Rest(ready.file(), order.path(), order.file());
                        files.add(growth.note(rest));
                        rests.add(rest);
                    } else {
                        Stage.adorn(ready.file(), order.file());
                    }
                }
            }
            tools.stage().sync(files);
            place(batch, staged);
            for (Rest rest : rests) {
                growth.done(rest);
            }
        }

        /** What the disk has room for. One file that is too large for it does not keep the others away. */
        private List<Finding> thatFit(List<Finding> batch) throws IOException {
            long room = Files.getFileStore(root.path()).getUsableSpace() - RESERVE_BYTES;
            var fitting = new ArrayList<Finding>();
            long bytes = 0;
            for (Finding finding : batch) {
                if (bytesOf(finding) > room) {
                    account.failed(finding.path(), "the disk is full: it has " + (bytesOf(finding) >> 20) + " MiB");
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

        private void place(List<Finding> batch, Map<FilePath, Staged> staged) throws IOException {
            var changes = new ArrayList<Change>();
            var directories = announced(batch);
            for (Finding finding : batch) {
                var ready = Optional.ofNullable(staged.get(finding.path()));
                if (needsContent(finding) && ready.isEmpty()) {
                    account.failed(finding.path(), fetching.failures().getOrDefault(finding.path(), "not to be had"));
                    continue;
                }
                try {
                    placing.put(finding, ready).ifPresent(change -> {
                        directories.add(root.at(finding.path()).getParent());
                        changes.add(change);
                        account.did(finding, "file_synced", finding.taken().by().value());
                    });
                } catch (IOException | InvalidPathException e) {
                    account.failed(finding.path(), String.valueOf(e));
                }
            }
            tools.stage().syncDirectories(List.copyOf(directories));
            tools.agreed().write(changes);
        }

        /** The directories to be synced after this: the trash, when something goes there. */
        private Set<Path> announced(List<Finding> findings) throws IOException {
            var directories = new LinkedHashSet<Path>();
            if (placing.announce(findings)) {
                directories.add(root.trash());
            }
            return directories;
        }

        private void remove(List<Finding> gone) throws IOException {
            var changes = new ArrayList<Change>();
            var directories = announced(gone);
            for (Finding finding : gone) {
                try {
                    if (placing.remove(finding)) {
                        directories.add(root.at(finding.path()).getParent());
                        changes.add(new Change(finding.path(), finding.taken(), Optional.empty(), List.of()));
                        account.did(
                                finding, "file_deleted", finding.taken().by().value());
                    }
                } catch (DirectoryNotEmptyException e) {
                    account.failed(finding.path(), "the directory still holds files that are not kept in step");
                } catch (IOException e) {
                    account.failed(finding.path(), String.valueOf(e));
                }
            }
            tools.stage().syncDirectories(List.copyOf(directories));
            tools.agreed().write(changes);
        }

        private Optional<Finding> clearDirectory(Finding finding) throws IOException {
            try {
                root.removeDirectory(finding.path());
                return Optional.of(finding.cleared());
            } catch (IOException e) {
                account.failed(finding.path(), "the directory in its place cannot be removed: " + e);
                return Optional.empty();
            }
        }
    }

    private static boolean replacesDirectory(Finding finding) {
        var item = finding.taken().item();
        return finding.mine() instanceof Item.Directory && !item.isAbsent() && !(item instanceof Item.Directory);
    }

    private static boolean needsContent(Finding finding) {
        return finding.taken().item() instanceof Item.Regular file && !file.hasContentOf(finding.mine());
    }

    private static long bytesOf(Finding finding) {
        return needsContent(finding) ? ((Item.Regular) finding.taken().item()).size() : 0;
    }

    private Order order(Finding finding) {
        var file = (Item.Regular) finding.taken().item();
        boolean continued = tools.grows() && finding.mine() instanceof Item.Regular mine && mine.size() < file.size();
        return new Order(
                finding.path(),
                file,
                finding.taken().by(),
                continued
                        ? Optional.of(
                                new Order.Beginning(root.at(finding.path()), ((Item.Regular) finding.mine()).size()))
                        : Optional.empty());
    }
}
