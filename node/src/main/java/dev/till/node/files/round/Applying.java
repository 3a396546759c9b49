package dev.till.node.files.round;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Batches.Batch;
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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Does what a plan says. Whatever it changes on disk was staged and synced before, is put in place in one step, and is written
 * down as agreed only when that is on disk: a node that is killed at any moment leaves whole files, and the next round finds
 * out how far this one came.
 */
public final class Applying {
    private final Tools tools;
    private final Root root;

    /** Something that was planned and not done, and why. */
    public record Undone(FilePath path, String why) {}

    /**
     * What it works with.
     *
     * @param grows whether files are logs
     * @param placed is told what is put in place
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
            Placed placed,
            InstantSource clock) {}

    public Applying(Tools tools) {
        this.tools = tools;
        root = tools.root();
    }

    /** What came of it. */
    public record Outcome(long done, List<Undone> undone, List<Note> notes) {}

    /** Does all of it that can be done now. */
    public Outcome apply(Findings findings) throws IOException {
        var account = new Account(tools.clock());
        List<Note> notes;
        try (var placing = new Placing(tools, account);
                var settling = new Settling(tools.stage(), tools.agreed(), tools.placed(), new Growth(root))) {
            new Taking(account, placing, settling).take(findings);
        } finally {
            notes = account.notes();
            tools.diary().write(notes);
        }
        return account.outcome(notes);
    }

    /** What comes from the others. */
    private final class Taking {
        private final Account account;
        private final Placing placing;
        private final Settling settling;
        private final Telling telling;
        private final Batches batches = new Batches(tools);
        private final List<Finding> late = new ArrayList<>();
        private final List<Finding> gone = new ArrayList<>();

        Taking(Account account, Placing placing, Settling settling) {
            this.account = account;
            this.placing = placing;
            this.settling = settling;
            telling = new Telling(tools, account);
        }

        void take(Findings findings) throws IOException {
            placeEach(() -> next(findings));
            // From the inside to the outside, so that directories are empty when it is their turn.
            Collections.reverse(gone);
            remove(gone);
            var cleared = new ArrayList<Finding>();
            for (Finding finding : late) {
                clearDirectory(finding).ifPresent(cleared::add);
            }
            placeEach(Findings.of(cleared));
            placing.closeDirectories();
        }

        /** What is to be put in place next. The others are told first of all that is found on the way to it. */
        private List<Finding> next(Findings findings) throws IOException {
            for (var part = findings.next(); !part.isEmpty(); part = findings.next()) {
                account.plans(part);
                telling.tell(part);
                var now = new ArrayList<Finding>();
                for (Finding finding : part) {
                    if (finding.step() instanceof Step.Take take) {
                        // What becomes a file or link where a directory is has to wait until that is empty.
                        boolean isGone = take.theirs().item().isAbsent();
                        (isGone ? gone : replacesDirectory(finding) ? late : now).add(finding);
                    }
                }
                if (!now.isEmpty()) {
                    return now;
                }
            }
            return List.of();
        }

        /** Whatever happens, what was put in place before is written down. */
        private void placeEach(Findings takes) throws IOException {
            try {
                batches.each(takes, this::place);
            } catch (IOException e) {
                settling.after(e);
                throw e;
            }
            settling.settle();
        }

        private void place(Batch batch) throws IOException {
            // On the way what earlier batches have put in place got to disk as well.
            settling.begin(batch.covered());
            batch.failed().forEach(failed -> account.failed(failed.path(), failed.why()));
            var changes = new ArrayList<Change>();
            var broken = new HashSet<FilePath>();
            var directories = announced(batch.findings());
            for (Finding finding : batch.findings()) {
                var ready = Optional.ofNullable(batch.staged().get(finding.path()));
                if (Batches.needsContent(finding) && ready.isEmpty()) {
                    continue;
                }
                try {
                    placing.put(finding, ready).ifPresent(change -> {
                        directories.add(root.at(finding.path()).getParent());
                        changes.add(change);
                        account.did(finding, "file_synced", finding.taken().by().value());
                    });
                } catch (IOException | InvalidPathException e) {
                    broken.add(finding.path());
                    account.failed(finding.path(), String.valueOf(e));
                }
            }
            // What was appended in part, as when the disk was full, is gone on with by the next round.
            var grown = batch.rests().stream()
                    .filter(rest -> !broken.contains(rest.path()))
                    .toList();
            settling.placed(directories, changes, grown);
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
                        changes.add(new Change(
                                finding.path(), finding.taken(), finding.takenRecord(), Optional.empty(), List.of()));
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
}
